package org.gale.engine.cli.console;

import java.util.List;
import org.gale.engine.record.InvariantCheck;
import picocli.CommandLine.Option;

/**
 * Option {@code --paranoid} of the commands that apply commands to machines. A class asks for its assertion status
 * once, when it is initialised, so the option takes effect as the process begins, before it is parsed. Owner: the main
 * thread.
 */
public final class ParanoidOption
{
    private static final String NAME = "--paranoid";
    private static final String PACKAGES = "org.gale";

    @Option(names = NAME, description =
        "Switch the assertions on, and check P1 to P6 in their full form at each digest and scan. A failed assertion " +
        "ends with exit code 1, a broken promise with 7. Costs the default storm a sixth of its rate.")
    private boolean isParanoid;

    /** Switches assertions on for classes that are not initialised yet, if the option is among the arguments. */
    public static void apply(final String... arguments)
    {
        if (List.of(arguments).contains(NAME))
        {
            ParanoidOption.class.getClassLoader().setPackageAssertionStatus(PACKAGES, true);
        }
    }

    /** Checks that the option, if it was given, took effect. */
    public void check()
    {
        if (isParanoid && !InvariantCheck.isFull())
        {
            throw new IllegalStateException(NAME + " came after classes were initialised");
        }
    }
}
