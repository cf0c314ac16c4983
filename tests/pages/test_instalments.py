"""Abschlag anpassen: form, preview, check page, receipt, undo; list, schedule, calendar and transfer."""
