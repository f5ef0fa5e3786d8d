package org.gale.tests.drawn;

import java.util.function.ObjLongConsumer;

import org.gale.tests.simulator.HostScript;

/** Drawn session of a random host of the simulator, as text and with its own models. Owned by one thread. */
final class HostSession
{
    private HostSession()
    {
    }

    /**
     * Runs a session.
     *
     * @param hosts runs the host of a seed
     * @return what it found
     */
    static Findings run(final long seed, final TextSession session, final ObjLongConsumer<HostScript> hosts)
    {
        final Findings findings = new Findings(session);
        try
        {
            hosts.accept(new HostScript(session::ask, findings::promise), seed);
        }
        catch (final RuntimeException | AssertionError ex)
        {
            findings.error(ex);
        }

        return findings;
    }
}
