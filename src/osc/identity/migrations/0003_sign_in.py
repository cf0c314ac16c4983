import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import grant_table


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0002_counters_moved"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthenticatorApp",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="app",
                        serialize=False,
                        to="identity.portaluser",
                    ),
                ),
                ("sealed_secret", models.TextField()),
                ("added_at", models.DateTimeField()),
                ("last_step", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="loginsession",
            name="second_factor",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="loginsession",
            name="stage",
            field=models.CharField(default="", max_length=16),
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("secret_hash", models.BinaryField(max_length=32, unique=True)),
                ("label", models.CharField(blank=True, max_length=200)),
                ("recognised_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="devices", to="identity.portaluser"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="loginsession",
            name="device",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="identity.device"),
        ),
        migrations.CreateModel(
            name="EmailChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("old_email", models.EmailField(max_length=254)),
                ("new_email", models.EmailField(max_length=254)),
                ("asked_at", models.DateTimeField()),
                ("token_hash", models.BinaryField(max_length=32, null=True, unique=True)),
                ("valid_until", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("revert_hash", models.BinaryField(max_length=32, null=True, unique=True)),
                ("revert_until", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="email_changes",
                        to="identity.portaluser",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("credential_id", models.BinaryField(max_length=1023, unique=True)),
                ("public_key", models.BinaryField()),
                ("sign_count", models.BigIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("added_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passkeys", to="identity.portaluser"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PasswordReset",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=8)),
                ("source", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("judged_at", models.DateTimeField(null=True)),
                ("secret_hash", models.CharField(blank=True, max_length=128)),
                ("link_hash", models.BinaryField(max_length=32, null=True, unique=True)),
                ("valid_until", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "device",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="identity.device"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resets",
                        to="identity.portaluser",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="loginsession",
            name="reset",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, to="identity.passwordreset"
            ),
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=1)),
                ("code_hash", models.CharField(max_length=128)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to="identity.portaluser",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SecurityEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed_in", "Signed In"),
                            ("new_device", "New Device"),
                            ("password_changed", "Password Changed"),
                            ("password_reset", "Password Reset"),
                            ("email_changed", "Email Changed"),
                            ("email_reverted", "Email Reverted"),
                            ("factor_added", "Factor Added"),
                            ("factor_removed", "Factor Removed"),
                            ("confirmation_failed", "Confirmation Failed"),
                            ("disabled", "Disabled"),
                        ],
                        max_length=20,
                    ),
                ),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(blank=True, max_length=64)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="security_events",
                        to="identity.portaluser",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UnlockLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("valid_until", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="identity.portaluser")),
            ],
        ),
        migrations.AddIndex(
            model_name="passwordreset",
            index=models.Index(fields=["user", "-asked_at"], name="reset_newest"),
        ),
        migrations.AddConstraint(
            model_name="recoverycode",
            constraint=models.UniqueConstraint(fields=("user", "mark"), name="one_code_per_mark"),
        ),
        migrations.AddIndex(
            model_name="securityevent",
            index=models.Index(fields=["user", "-at"], name="event_newest"),
        ),
        grant_table("identity_device", app="select, insert, update, delete"),
        grant_table("identity_passwordreset", app="select, insert, update"),
        grant_table("identity_securityevent", app="select, insert"),
        grant_table("identity_unlocklink", app="select, update"),
        grant_table("identity_emailchange", app="select, insert, update"),
        grant_table("identity_authenticatorapp", app="select, insert, update, delete"),
        grant_table("identity_recoverycode", app="select, insert, update, delete"),
        grant_table("identity_passkey", app="select, insert, update, delete"),
    ]
