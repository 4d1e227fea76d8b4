import java.io.FileInputStream;
import java.io.InputStream;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * For each "FLAVOUR FILE" (3a, 3u) of the arguments a line "FILE: N checks", and a line for each
 * rule that the file breaks: clause, number of the test, what it says.
 */
public class Validate {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("org.verapdf").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        for (int at = 0; at < arguments.length; at += 2) {
            validate(PDFAFlavour.fromString(arguments[at]), arguments[at + 1]);
        }
    }

    private static void validate(PDFAFlavour flavour, String name) throws Exception {
        try (InputStream file = new FileInputStream(name);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println(name + ": " + result.getTotalAssertions() + " checks");
            TreeSet<String> broken = new TreeSet<>();
            for (TestAssertion one : result.getTestAssertions()) {
                if (one.getStatus() != TestAssertion.Status.PASSED) {
                    broken.add(one.getRuleId().getClause() + " test "
                            + one.getRuleId().getTestNumber() + ": " + one.getMessage());
                }
            }
            for (String rule : broken) {
                System.out.println("broken " + rule);
            }
        }
    }
}
