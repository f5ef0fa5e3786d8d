package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.gale.engine.host.HostClock;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalException;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.replay.DigestText;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayException;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.report.NumberText;
import org.gale.engine.report.StormProof.Outcome;
import org.gale.engine.report.StormProof;
import org.gale.engine.storm.StormResult;
import org.gale.engine.system.Machines;

/** Verifies the journal of a storm, and replays it to prove the digest. On the thread that reports. */
final class StormProver
{
    private final PrintWriter err;
    private final boolean isShown;
    private final TerminationSignals interrupts;
    private final boolean isInterrupted;

    /**
     * @param err     for the progress, if {@code isShown}
     * @param interrupts a signal ends the proof, unless one has ended the storm already
     */
    StormProver(final PrintWriter err, final boolean isShown, final TerminationSignals interrupts)
    {
        this.err = err;
        this.isShown = isShown;
        this.interrupts = interrupts;
        this.isInterrupted = interrupts.isRaised();
    }

    /**
     * A proof, and what is wrong.
     *
     * @param failure for people, or null
     * @param exit    the exit code that goes with it, or 0
     */
    record Verdict(StormProof proof, String failure, int exit)
    {
        Verdict(final Outcome outcome)
        {
            this(new StormProof(outcome), null, ExitCode.OK);
        }
    }

    /** Ends a proof from its progress. */
    private static final class EndedException extends RuntimeException
    {
        private static final long serialVersionUID = 1L;
    }

    /** Reads the journal of a storm that failed, and of another replays it. */
    Verdict prove(final Path journal, final StormResult live)
    {
        try (ProgressLine line = new ProgressLine(err, isShown, HostClock.nanoTime()))
        {
            return live.failure() == null ? replay(journal, live, line) : verify(journal, line);
        }
        catch (final EndedException ex)
        {
            return new Verdict(Outcome.INTERRUPTED);
        }
        catch (final InvariantBrokenException ex)
        {
            return new Verdict(new StormProof(Outcome.FAILED), "in the replay: " + ex.getMessage(),
                ExitCode.INVARIANT_BROKEN);
        }
        catch (final ReplayException ex)
        {
            return ex.reason() == ReplayException.Reason.RESOURCES ?
                new Verdict(new StormProof(Outcome.FAILED), ex.getMessage(), ExitCode.RESOURCES) :
                new Verdict(new StormProof(Outcome.DAMAGED), ex.getMessage(), ExitCode.JOURNAL_DAMAGED);
        }
        catch (final JournalException ex)
        {
            return new Verdict(new StormProof(Outcome.DAMAGED), ex.getMessage(), ExitCode.JOURNAL_DAMAGED);
        }
        catch (final IOException ex)
        {
            return new Verdict(new StormProof(Outcome.FAILED), "the journal " + journal + " cannot be read: " +
                ex.getMessage(), ExitCode.RESOURCES);
        }
    }

    private Verdict replay(final Path journal, final StormResult live, final ProgressLine line) throws IOException
    {
        final ReplayProgress progress = (commands, doneBytes, totalBytes, elapsedNs) ->
            draw(line, "replaying", doneBytes, totalBytes,
                "   " + NumberText.rate(commands * 1e9 / Math.max(1, elapsedNs)));
        final ReplayResult result = Replay.verify(journal, progress, Machines.FACTORY);
        if (result.isEqual() && result.isCovered() && result.digest() == live.runDigest())
        {
            return new Verdict(new StormProof(
                Outcome.EQUAL, result.digest(), result.ratePerS(), result.firstCommand()), null, ExitCode.OK);
        }
        final String difference = result.divergence() == null ?
            "came to another digest than the live run:\n  live    " + DigestText.of(live.runDigest()) +
                "\n  replay  " + DigestText.of(result.digest()) : result.divergence().message();

        return new Verdict(new StormProof(
            Outcome.DIVERGED, result.digest(), result.ratePerS(), result.firstCommand()),
            "the replay of " + journal + ' ' + difference, ExitCode.DIVERGED);
    }

    private Verdict verify(final Path journal, final ProgressLine line) throws IOException
    {
        final JournalEnd end = JournalVerifier.verify(journal,
            (doneBytes, totalBytes) -> draw(line, "verifying", doneBytes, totalBytes, ""));

        return end.damage() == null ? new Verdict(Outcome.READ_ONLY) :
            new Verdict(new StormProof(Outcome.DAMAGED), end.damage().message(), ExitCode.JOURNAL_DAMAGED);
    }

    private void draw(
        final ProgressLine line, final String what, final long doneBytes, final long totalBytes, final String rate)
    {
        if (!isInterrupted && interrupts.isRaised())
        {
            throw new EndedException();
        }
        line.draw(String.format(Locale.ROOT, "  %s the journal   %d %%%s%s", what,
            100 * doneBytes / Math.max(1, totalBytes), rate, isInterrupted ? "   Ctrl-C ends at once" : ""),
            HostClock.nanoTime());
    }
}
