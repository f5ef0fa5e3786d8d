package org.gale.tests.drawn;

import org.gale.tests.simulator.KvmHosts;
import org.gale.tests.simulator.SpiHosts;
import org.gale.tests.simulator.V4Hosts;

/** Program that runs drawn sessions and prints what each found. */
final class DrawnRun
{
    private DrawnRun()
    {
    }

    private static Findings run(final String kind, final long seed, final TextSession session)
    {
        return switch (kind)
        {
            case "gicv5" -> Gicv5Session.run(seed, session);
            case "functions" -> FunctionSession.run(seed, session);
            case "kvm" -> HostSession.run(seed, session, (script, drawn) -> KvmHosts.drawn(drawn, script));
            case "v4" -> HostSession.run(seed, session, (script, drawn) -> V4Hosts.drawn(drawn, script));
            case "spi" -> HostSession.run(seed, session, (script, drawn) -> SpiHosts.drawn(drawn, script));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    public static void main(final String[] args)
    {
        final long first = Long.parseLong(args[0]);
        final long last = Long.parseLong(args[1]);
        final long start = System.nanoTime();
        int bad = 0;
        int lines = 0;
        for (long seed = first; seed <= last; seed++)
        {
            try (TextSession session = new TextSession())
            {
                final Findings findings = run(args[2], seed, session);
                lines += session.lines().size();
                if (!findings.text().isEmpty())
                {
                    System.out.println("seed " + seed + "\n" + findings.text());
                    bad++;
                    if (args.length > 3)
                    {
                        session.lines().forEach(System.out::println);
                    }
                }
            }
        }
        System.out.println(bad + " bad, lines " + lines + ", ms " + (System.nanoTime() - start) / 1e6);
    }
}
