package org.gale.engine.storm.scenario;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.engine.storm.figure.Figures;

/** Names of jobs, groups, phases and variables. Conditions name figures by them, so that those of figures are taken. */
public final class JobName
{
    /** Pattern of a name. */
    static final String SHAPE = "[A-Za-z0-9_-]{1,32}";

    private static final Pattern NAME = Pattern.compile(SHAPE);
    private static final Set<String> RESERVED = Set.of("all", "none", "before");
    private static final Set<String> FIGURES =
        Set.of(Stream.concat(Figures.words(), Stream.of(StopConditions.STALL)).distinct().toArray(String[]::new));

    private JobName()
    {
    }

    /** {@return what is wrong with the form of a name, or null} */
    static String formFault(final String name)
    {
        return NAME.matcher(name).matches() ? null :
            "'" + name + "' is no name: 1 to 32 letters, digits, - and _";
    }

    /** {@return what is wrong with a name of a job, a group or a phase, or null} */
    public static String fault(final String name)
    {
        final String formFault = formFault(name);
        if (formFault != null)
        {
            return formFault;
        }
        if (RESERVED.contains(name))
        {
            return "'" + name + "' is reserved (choose another name)";
        }

        return FIGURES.contains(name) ? "'" + name + "' is the name of a figure (choose another name)" : null;
    }
}
