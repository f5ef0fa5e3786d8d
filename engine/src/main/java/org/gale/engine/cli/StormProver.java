package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
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
import org.gale.engine.storm.StormProof;
import org.gale.engine.storm.StormProof.Extent;
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
     * @param outcome that goes with it
     */
    record Verdict(StormProof proof, String failure, Outcome outcome)
    {
        Verdict(final Extent extent)
        {
            this(new StormProof(extent), null, Outcome.OK);
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
            return new Verdict(Extent.INTERRUPTED);
        }
        catch (final InvariantBrokenException ex)
        {
            return new Verdict(new StormProof(Extent.FAILED), "in the replay: " + ex.getMessage(),
                Outcome.INVARIANT_BROKEN);
        }
        catch (final ReplayException ex)
        {
            return ex.reason() == ReplayException.Reason.RESOURCES ?
                new Verdict(new StormProof(Extent.FAILED), ex.getMessage(), Outcome.RESOURCES) :
                new Verdict(new StormProof(Extent.DAMAGED), ex.getMessage(), Outcome.JOURNAL_DAMAGED);
        }
        catch (final JournalException ex)
        {
            return new Verdict(new StormProof(Extent.DAMAGED), ex.getMessage(), Outcome.JOURNAL_DAMAGED);
        }
        catch (final IOException ex)
        {
            return new Verdict(new StormProof(Extent.FAILED), "the journal " + journal + " cannot be read: " +
                ex.getMessage(), Outcome.RESOURCES);
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
                Extent.EQUAL, result.digest(), result.ratePerS(), result.firstCommand()), null, Outcome.OK);
        }
        final String difference = result.divergence() == null ?
            "came to another digest than the live run:\n  live    " + DigestText.of(live.runDigest()) +
                "\n  replay  " + DigestText.of(result.digest()) : result.divergence().message();

        return new Verdict(new StormProof(
            Extent.DIVERGED, result.digest(), result.ratePerS(), result.firstCommand()),
            "the replay of " + journal + ' ' + difference, Outcome.DIVERGED);
    }

    private Verdict verify(final Path journal, final ProgressLine line) throws IOException
    {
        final JournalEnd end = JournalVerifier.verify(journal,
            (doneBytes, totalBytes) -> draw(line, "verifying", doneBytes, totalBytes, ""));

        return end.damage() == null ? new Verdict(Extent.READ_ONLY) :
            new Verdict(new StormProof(Extent.DAMAGED), end.damage().message(), Outcome.JOURNAL_DAMAGED);
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
