package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.gale.engine.config.Outcome;
import org.gale.engine.host.FileFailure;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalException;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.replay.DigestText;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayException;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormProof.Extent;
import org.gale.engine.storm.result.StormResult;

/** Prover of a storm, which verifies its journal and replays it to prove the digest. On the thread that reports. */
public final class StormProver
{
    private final StormMachines machines;
    private final StormListener listener;
    private final BooleanSupplier interrupts;
    private final boolean isInterrupted;

    /**
     * Creates a prover.
     *
     * @param machines   makes the machine of the replay
     * @param listener   shows the progress
     * @param interrupts true once the user wants an end: ends the proof, unless the storm was ended that way already
     */
    StormProver(final StormMachines machines, final StormListener listener, final BooleanSupplier interrupts)
    {
        this.machines = machines;
        this.listener = listener;
        this.interrupts = interrupts;
        this.isInterrupted = interrupts.getAsBoolean();
    }

    /**
     * Proof of a storm, and its failure.
     *
     * @param failure message for people, or null if there is none
     * @param outcome outcome of the failure
     */
    public record ProverVerdict(StormProof proof, String failure, Outcome outcome)
    {
        /** Makes the verdict about a storm whose journal nobody has replayed, and that has not failed. */
        public ProverVerdict(final Extent extent)
        {
            this(new StormProof(extent), null, Outcome.OK);
        }
    }

    /** End of a proof, thrown by its progress. */
    private static final class EndedException extends RuntimeException
    {
        private static final long serialVersionUID = 1L;
    }

    /** Replays the journal of a storm, or only reads it if the storm has failed. */
    ProverVerdict prove(final Path journal, final StormResult live)
    {
        return proven(journal,
            () -> live.verdict().failure() == null ? replay(journal, live.journal(), live.latencies()) :
            verify(journal));
    }

    /** Reads the journal of an engine that was left because another one failed: it has no digest of its end. */
    ProverVerdict read(final Path journal)
    {
        return proven(journal, () -> verify(journal));
    }

    /** Replays the journal of a storm that had ended before, to the digest with which it ends. */
    ProverVerdict prove(final Path journal)
    {
        return proven(journal, () -> replay(journal, null, null));
    }

    /** Proof of a journal. */
    @FunctionalInterface
    private interface Proof
    {
        /** Proves the journal. */
        ProverVerdict prove() throws IOException;
    }

    private ProverVerdict proven(final Path journal, final Proof proof)
    {
        try
        {
            return proof.prove();
        }
        catch (final EndedException ex)
        {
            return new ProverVerdict(Extent.INTERRUPTED);
        }
        catch (final InvariantBrokenException ex)
        {
            return new ProverVerdict(new StormProof(Extent.FAILED), "in the replay: " + ex.getMessage(),
                Outcome.INVARIANT_BROKEN);
        }
        catch (final ReplayException ex)
        {
            return ex.reason() == ReplayException.Reason.RESOURCES ?
                new ProverVerdict(new StormProof(Extent.FAILED), ex.getMessage(), Outcome.RESOURCES) :
                new ProverVerdict(new StormProof(Extent.DAMAGED), ex.getMessage(), Outcome.JOURNAL_DAMAGED);
        }
        catch (final JournalException ex)
        {
            return new ProverVerdict(new StormProof(Extent.DAMAGED), ex.getMessage(), Outcome.JOURNAL_DAMAGED);
        }
        catch (final IOException ex)
        {
            return new ProverVerdict(new StormProof(Extent.FAILED), "the journal " + journal + " cannot be read: " +
                FileFailure.reason(ex), Outcome.RESOURCES);
        }
        finally
        {
            listener.readEnded();
        }
    }

    private ProverVerdict replay(final Path journal, final JournalTotals live, final StormLatencies latencies)
        throws IOException
    {
        final ReplayProgress progress = (commands, doneBytes, totalBytes, elapsedNs) ->
            show(StormListener.Reading.REPLAY, doneBytes, totalBytes, commands * 1e9 / Math.max(1, elapsedNs));
        final ReplayResult result = Replay.verify(journal, progress, machines.factory());
        if (result.isEqual() && result.isCovered() && (live == null || result.digest() == live.runDigest()))
        {
            final String fault = live == null ? null : OutlierCommands.fault(journal, latencies.outliers());

            return new ProverVerdict(new StormProof(
                Extent.EQUAL, result.digest(), result.commandsPerS(), result.firstCommand()), fault,
                fault == null ? Outcome.OK : Outcome.INVARIANT_BROKEN);
        }
        final String difference = result.divergence() == null ?
            "came to another digest than the live run:\n  live    " +
                DigestText.of(live == null ? 0 : live.runDigest()) +
                "\n  replay  " + DigestText.of(result.digest()) : result.divergence().message();

        return new ProverVerdict(new StormProof(
            Extent.DIVERGED, result.digest(), result.commandsPerS(), result.firstCommand()),
            "the replay of " + journal + ' ' + difference, Outcome.DIVERGED);
    }

    private ProverVerdict verify(final Path journal) throws IOException
    {
        final JournalEnd end = JournalVerifier.verify(journal,
            (doneBytes, totalBytes) -> show(StormListener.Reading.VERIFICATION, doneBytes, totalBytes, 0));

        return end.damage() == null ? new ProverVerdict(Extent.READ_ONLY) :
            new ProverVerdict(new StormProof(Extent.DAMAGED), end.damage().message(), Outcome.JOURNAL_DAMAGED);
    }

    private void show(
        final StormListener.Reading reading, final long doneBytes, final long totalBytes, final double commandsPerS)
    {
        if (!isInterrupted && interrupts.getAsBoolean())
        {
            throw new EndedException();
        }
        listener.reading(reading, doneBytes, totalBytes, commandsPerS);
    }
}
