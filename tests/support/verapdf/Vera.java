import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Checks files against one profile: "Vera PDFA-3A a.pdf b.pdf"; a line per file, then a line per broken rule. */
public class Vera {
    public static void main(String[] names) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        java.util.logging.LogManager.getLogManager().reset();
        ValidationProfile profile = Profiles.profileFromXml(
            Vera.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + names[0] + ".xml"));
        for (int i = 1; i < names.length; i++) {
            try (var file = new FileInputStream(names[i]);
                 var parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour())) {
                ValidationResult result = Foundries.defaultInstance().createValidator(profile, false).validate(parser);
                System.out.println("compliant=" + result.isCompliant() + " " + names[i]);
                var broken = new TreeMap<String, Integer>();
                for (TestAssertion each : result.getTestAssertions()) {
                    if (each.getStatus() == TestAssertion.Status.FAILED) {
                        var rule = each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber();
                        broken.merge(rule + " " + each.getMessage(), 1, Integer::sum);
                    }
                }
                broken.forEach((rule, count) -> System.out.println("  x" + count + " " + rule));
            }
        }
    }
}
