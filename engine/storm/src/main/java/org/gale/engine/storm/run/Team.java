package org.gale.engine.storm.run;

import org.gale.engine.host.AgentHost;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.storm.scenario.StormThreads;

/**
 * Team of the engines that run one storm, as one of them sees it: where they begin together, end the warm-up together
 * and learn that they are to stop. Engines share nothing else.
 *
 * <p><b>Threads.</b> All methods are for the thread of the engine, and of its session once it has ended.
 *
 * <p><b>Progress.</b> No method but {@link #firstHitNs} waits: what
 * is not decided yet is polled again in a later duty cycle.
 */
public interface Team
{
    /** Time of an event that has not happened. */
    long NOT_YET = 0;

    /** Team of an engine that runs a whole storm. */
    Team NONE = new Team()
    {
        @Override
        public boolean isAny()
        {
            return false;
        }

        @Override
        public int engines()
        {
            return 1;
        }

        @Override
        public String threadName()
        {
            return StormThreads.ENGINE;
        }

        @Override
        public AgentHost helpers()
        {
            return ThreadHost.INSTANCE;
        }

        @Override
        public long begunNs()
        {
            return NOT_YET;
        }

        @Override
        public boolean isSettled()
        {
            return true;
        }

        @Override
        public long firstHitNs(final long ns)
        {
            return ns;
        }

        @Override
        public boolean isStopping()
        {
            return false;
        }

        @Override
        public boolean isAbandoned()
        {
            return false;
        }

        @Override
        public void ended(final boolean isFailed, final boolean isStopped)
        {
            // Nobody else runs the storm.
        }
    };

    /** Returns whether there are other engines. */
    boolean isAny();

    /** Returns the number of engines, this one included. */
    int engines();

    /** Returns the name of the engine's thread, for the tools of the host too. */
    String threadName();

    /** Returns what the counters of the engine say behind the name of the storm; empty if it runs the whole. */
    default String engineName()
    {
        return isAny() ? threadName().replaceFirst(".*(?=engine)", " ") : "";
    }

    /** Returns what runs the helpers of the engine's journal. */
    AgentHost helpers();

    /**
     * Notes that the machine of this engine is set up and its warm-up is rehearsed.
     *
     * @return the time at which all engines begin, ns, or {@link #NOT_YET} while one of them is not ready
     */
    long begunNs();

    /** Notes that this engine is warm, and returns whether all are. One that has ended counts as warm. */
    boolean isSettled();

    /**
     * Tells the first hit of a condition in this engine, and waits for those of the others.
     *
     * @return the first of all, ns
     */
    long firstHitNs(long ns);

    /** Returns whether the storm is to end in good order, because a condition was met in one engine. */
    boolean isStopping();

    /** Returns whether an engine has failed: the others stop behind a whole frame, and leave their journals open. */
    boolean isAbandoned();

    /**
     * Notes the end of this engine.
     *
     * @param isFailed  true if its machine or its journal has failed
     * @param isStopped true if a condition ended it
     */
    void ended(boolean isFailed, boolean isStopped);
}
