package org.gale.engine.storm.run;

import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormResult;

/** Run of one storm. {@link #stop} and {@link #progress} are for other threads. */
public interface RunningStorm
{
    /** Time of a hit that does not come. */
    long NEVER = Long.MAX_VALUE;
    /** Time of the hit of a search that was asked to end, before all others. */
    long STOPPED = -1;

    /** Returns the progress, for any thread. */
    StormProgress progress();

    /** Ends the run soon and completely. From any thread. */
    void stop();

    /**
     * Runs the storm on the calling thread up to the first hit of its condition. Its machine, which may not be used
     * again, is not that of the run.
     *
     * @return the time of the hit since the first offer, ns; {@link #NEVER} without one, {@link #STOPPED} if it was
     *         asked to end
     */
    long firstHitNs();

    /** Ends the run at a time, as a hit does. Before it runs; on the virtual clock alone. */
    void stopAt(long ns);

    /** Runs the storm on the calling thread, and returns what it came to. */
    StormResult run();
}
