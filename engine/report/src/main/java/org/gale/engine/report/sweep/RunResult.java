package org.gale.engine.report.sweep;

import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;

/**
 * Result of a run in one directory.
 *
 * @param directory  with the files of the run
 * @param end        of the run
 * @param isProofDue true in a directory whose version proves each result, as it records hashes of job and sweep
 */
record RunResult(Path directory, RunEnd end, boolean isProofDue)
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

    /** {@return the value of the search whose report the run has, or null for no search} */
    String tried()
    {
        return end.found() == null ? null : end.found().tried();
    }

    Path report()
    {
        return place().resolve(ResultDirectory.REPORT);
    }

    Path log()
    {
        return place().resolve(ResultDirectory.HISTOGRAMS);
    }

    /** Returns the directory with the report. An earlier version left that of a search without a value to its try. */
    private Path place()
    {
        final Path report = directory.resolve(ResultDirectory.REPORT);

        return end.found() == null || end.found().bound() == null || Files.exists(report) ? directory :
            directory.resolve(ResultDirectory.tryName(end.found().tryNumber()));
    }
}
