package org.gale.engine.storm.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gale.engine.host.ChildProcesses;

/** Starter of the processes of runs, and judge of their reports. */
public interface RunStarter
{
    /**
     * Starts the process of a run.
     *
     * @param values    of the keys, that of a search among them
     * @param seed      of the run; null for that of the job
     * @param directory for its report, histograms and output
     * @param temporary directory for its journal
     */
    ChildProcesses.Child start(Map<String, String> values, Long seed, Path directory, Path temporary)
        throws IOException;

    /** Returns whether the condition of the search holds in a report. */
    boolean holds(Path report);
}
