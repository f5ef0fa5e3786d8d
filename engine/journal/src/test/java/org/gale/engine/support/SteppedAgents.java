package org.gale.engine.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.gale.engine.host.AgentHost;
import org.gale.engine.host.RunningAgent;

/** Agents that run a cycle when a test or a scheduler calls for it. Owned by one thread. */
public final class SteppedAgents implements AgentHost
{
    private final List<Agent> agents = new ArrayList<>();
    private final Set<String> woken = new TreeSet<>();

    @Override
    public RunningAgent start(final Agent agent, final IdleStrategy idle)
    {
        agents.add(agent);

        return new RunningAgent()
        {
            @Override
            public void wake()
            {
                woken.add(agent.roleName());                // when it runs is the choice of the one that steps it
            }

            @Override
            public void end()
            {
                if (agents.remove(agent))
                {
                    agent.onClose();
                }
            }

            @Override
            public Throwable failure()
            {
                return null;
            }
        };
    }

    /**
     * Runs one cycle of one agent, chosen by chance.
     *
     * @return the work that it did; 0 if there is no agent
     */
    public int step(final SplittableRandom random)
    {
        return agents.isEmpty() ? 0 : step(agents.get(random.nextInt(agents.size())));
    }

    /** Returns the names of the agents that were woken since the last call. */
    public Set<String> takeWoken()
    {
        final Set<String> names = Set.copyOf(woken);
        woken.clear();

        return names;
    }

    /** Runs each agent until it has nothing to do. */
    public void work()
    {
        for (final Agent agent : agents)
        {
            int work = step(agent);
            while (work > 0)
            {
                work = step(agent);
            }
        }
    }

    private static int step(final Agent agent)
    {
        try
        {
            return agent.doWork();
        }
        catch (final Exception ex)
        {
            throw new AssertionError(agent.roleName(), ex);
        }
    }
}
