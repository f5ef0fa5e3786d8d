package org.gale.engine.report.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;

/** Results that one directory holds of a plan. Used by one thread. */
final class SweepResults
{
    private static final Pattern NUMBER = Pattern.compile("\\d{6}");

    private final ResultDirectory directory;
    private final ResultDirectory.StoredPlan plan;
    private final BitSet present = new BitSet();

    /**
     * Opens a directory.
     *
     * @throws OutcomeException if it holds no results of a sweep, or runs that its plan does not have
     */
    SweepResults(final Path path)
    {
        directory = new ResultDirectory(path);
        if (!Files.isDirectory(path))
        {
            throw usage(path + ": is no directory (name one that gale sweep run wrote)");
        }
        plan = directory.plan();
        if (plan == null)
        {
            throw usage(path + ": holds no results of a sweep (name a directory that gale sweep run wrote)");
        }
        try (Stream<Path> runs = Files.list(directory.runs()))
        {
            runs.map(run -> run.getFileName().toString()).filter(name -> NUMBER.matcher(name).matches())
                .forEach(name -> present.set(Integer.parseInt(name)));
        }
        catch (final NoSuchFileException ex)
        {
            throw new OutcomeException(Outcome.USAGE, directory.runs() + ": is missing", ex);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, path + ": " + FileFailure.text(ex), ex);
        }
        if (present.length() > plan.runs())
        {
            throw usage(directory.run(present.length() - 1) + ": is no run of this plan, which has " + plan.runs() +
                " (remove it)");
        }
    }

    Path path()
    {
        return directory.path();
    }

    ResultDirectory directory()
    {
        return directory;
    }

    ResultDirectory.StoredPlan plan()
    {
        return plan;
    }

    /**
     * {@return the result of a run, or null if the directory has none}
     *
     * @throws OutcomeException if it is damaged, or is of another plan
     */
    RunResult result(final int run)
    {
        if (!present.get(run))
        {
            return null;
        }
        final RunEnd done = directory.done(run);
        final RunEnd end = done == null ? directory.failed(run) : done;
        if (end == null || (done == null && !end.plan().equals(plan.hash())))
        {
            return null;
        }
        if (!end.plan().equals(plan.hash()))
        {
            throw usage(directory.run(run).resolve(ResultDirectory.DONE) + ": belongs to another plan, " + end.plan() +
                " (remove the directory of the run, and run it again: gale sweep run)");
        }

        return new RunResult(directory.run(run), end);
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
