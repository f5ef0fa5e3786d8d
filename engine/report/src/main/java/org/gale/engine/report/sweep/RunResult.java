package org.gale.engine.report.sweep;

import java.nio.file.Path;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;

/**
 * Result of a run in one directory.
 *
 * @param directory with the files of the run
 * @param end       of the run
 */
record RunResult(Path directory, RunEnd end)
{
    /** Returns whether the figures of the run are joined. */
    boolean isJoined()
    {
        return end.isResult();
    }

    /** Returns whether a run on the virtual clock says the same on every host: no limit or signal ended it. */
    boolean isRepeatable()
    {
        return end.isResult() || end.isFinding();
    }

    /** Returns whether the run ended alike: the same exit code, and the same search. */
    boolean isEndOf(final RunResult other)
    {
        return end.exit() == other.end.exit() && String.valueOf(end.found()).equals(String.valueOf(other.end.found()));
    }

    Path report()
    {
        return directory.resolve(ResultDirectory.REPORT);
    }

    Path log()
    {
        return directory.resolve(ResultDirectory.HISTOGRAMS);
    }
}
