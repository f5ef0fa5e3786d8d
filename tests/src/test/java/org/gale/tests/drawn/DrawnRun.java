package org.gale.tests.drawn;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Program that runs drawn sessions on the machine of its class path, and prints a line for each kind: how many sessions
 * had which outcome, and the first one of each outcome that is not {@code same}. Arguments: how many seeds, and kinds.
 */
final class DrawnRun
{
    private DrawnRun()
    {
    }

    public static void main(final String[] args)
    {
        final int seeds = Integer.parseInt(args[0]);
        for (int i = 1; i < args.length; i++)
        {
            run(DrawnKind.valueOf(args[i].toUpperCase(Locale.ROOT)), seeds);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void run(final DrawnKind kind, final int seeds)
    {
        final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        for (int seed = 1; seed <= seeds; seed++)
        {
            final Findings findings = kind.run(seed);
            final Outcome outcome = findings.outcome();
            if (counts.merge(outcome, 1, Integer::sum) == 1 && outcome != Outcome.SAME)
            {
                System.out.print(("first " + outcome + " of " + kind + ": seed " + seed + '\n' + findings.text())
                    .replace("\n", "\n    ").stripTrailing() + '\n');
            }
        }
        final StringBuilder line = new StringBuilder("sessions ").append(kind);
        for (final Outcome outcome : Outcome.values())
        {
            line.append(' ').append(outcome).append('=').append(counts.getOrDefault(outcome, 0));
        }
        System.out.println(line);
    }
}
