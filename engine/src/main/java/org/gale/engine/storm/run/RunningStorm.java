package org.gale.engine.storm.run;

import org.gale.engine.storm.result.StormResult;

/** Run of one storm. {@link #stop} and {@link #progress} are for other threads. */
public interface RunningStorm
{
    /** Returns the progress, for any thread. */
    StormProgress progress();

    /** Ends the run soon and completely. From any thread. */
    void stop();

    /** Runs the storm on the calling thread, and returns what it came to. */
    StormResult run();
}
