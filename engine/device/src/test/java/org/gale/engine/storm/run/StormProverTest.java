package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Outcome;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.replay.DigestText;
import org.gale.engine.replay.Runs;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.support.FaultyMachine;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.system.Machines;
import org.gale.tables.bitmap.PagePool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the proof of a storm by short journals, and of what each failure of a proof is called. */
class StormProverTest
{
    private static final StormMachines MACHINES = new StormMachines(Machines::create);
    private static final long EVENT = Commands.msi(1, 2, 0);
    private static final int COMMANDS = 1_000;

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;
    private final NotedSteps steps = new NotedSteps();
    private Path run;
    private Machine live;

    @BeforeEach
    void makeMachine()
    {
        run = directory.resolve("run");
        live = Machines.FACTORY.create(Runs.MACHINE);
    }

    @AfterEach
    void closeMachine()
    {
        live.close();
    }

    @Test
    void shouldProveARunWhoseDigestsAreEqual() throws IOException
    {
        journal(0);

        final StormProver.ProverVerdict verdict = prove(sound(live.runDigest()));

        assertEquals(StormProof.Extent.EQUAL, verdict.proof().extent());
        assertEquals(live.runDigest(), verdict.proof().digest());
        assertEquals(1, verdict.proof().firstCommand());
        assertTrue(verdict.proof().commandsPerS() > 0);
        assertNull(verdict.failure());
        assertEquals(Outcome.OK, verdict.outcome());
        assertEquals(List.of("read"), steps.steps());
    }

    @Test
    void shouldTellADivergenceFromALiveDigest() throws IOException
    {
        journal(0);
        final long other = ~live.runDigest();

        final StormProver.ProverVerdict verdict = prove(sound(other));

        assertDiverged(verdict);
        assertEquals("the replay of " + run + " came to another digest than the live run:\n  live    " +
            DigestText.of(other) + "\n  replay  " + DigestText.of(live.runDigest()), verdict.failure());
    }

    @Test
    void shouldNameTheDigestOfTheJournalThatDiffers() throws IOException
    {
        journal(1);

        final StormProver.ProverVerdict verdict = prove(sound(live.runDigest()));

        assertDiverged(verdict);
        assertTrue(verdict.failure().startsWith("the replay of " + run + " diverged between commands 1 and 1,000: "),
            verdict.failure());
    }

    @Test
    void shouldProveNothingWithoutADigest() throws IOException
    {
        try (JournalWriter writer = Runs.writer(run))
        {
            append(writer);
        }

        assertDiverged(prove(sound(live.runDigest())));
    }

    @Test
    void shouldProveNothingWhereNoDigestCoversTheLastCommands() throws IOException
    {
        try (JournalWriter writer = Runs.writer(run))
        {
            Runs.digest(writer, live, 0, 0, 0);
            append(writer);
        }

        assertDiverged(prove(sound(live.runDigest())));
    }

    @Test
    void shouldOnlyReadTheJournalOfARunThatFailed() throws IOException
    {
        journal(1);

        final StormProver.ProverVerdict verdict = prove(failed());

        assertEquals(new StormProver.ProverVerdict(StormProof.Extent.READ_ONLY), verdict);
        assertEquals(Outcome.OK, verdict.outcome());
        assertEquals(List.of("reading VERIFICATION", "read"), steps.steps());
    }

    @Test
    void shouldFindDamageInTheJournalOfARunThatFailed() throws IOException
    {
        journal(0);
        LeftJournals.damage(run);

        final StormProver.ProverVerdict verdict = prove(failed());

        assertEquals(new StormProof(StormProof.Extent.DAMAGED), verdict.proof());
        assertEquals(Outcome.JOURNAL_DAMAGED, verdict.outcome());
        assertTrue(verdict.failure().startsWith(run.resolve("000000/19700101F.cq4") + ": frame "), verdict.failure());
    }

    @Test
    void shouldFindDamageInTheReplay() throws IOException
    {
        journal(0);
        LeftJournals.damage(run);

        final StormProver.ProverVerdict verdict = prove(sound(live.runDigest()));

        assertEquals(new StormProof(StormProof.Extent.DAMAGED), verdict.proof());
        assertEquals(Outcome.JOURNAL_DAMAGED, verdict.outcome());
        assertEquals(List.of("read"), steps.steps());
    }

    @Test
    void shouldFindThatTheJournalIsGone()
    {
        final StormProver.ProverVerdict verdict = prove(sound(live.runDigest()));

        assertEquals(new StormProof(StormProof.Extent.DAMAGED), verdict.proof());
        assertEquals(Outcome.JOURNAL_DAMAGED, verdict.outcome());
        assertEquals(run + ": not a directory", verdict.failure());
    }

    @Test
    void shouldReportAPromiseThatTheReplayBreaks() throws IOException
    {
        journal(0);

        final StormProver.ProverVerdict verdict = prove(machine ->
        {
            throw new InvariantBrokenException("P1", "VM 1 LPI 7 is lost", OwnerId.NONE, -1, 3, 5);
        });

        assertEquals(new StormProof(StormProof.Extent.FAILED), verdict.proof());
        assertEquals(Outcome.INVARIANT_BROKEN, verdict.outcome());
        assertEquals("in the replay: P1 broken: VM 1 LPI 7 is lost. Right at the check after command 3, " +
            "wrong at the check after command 5.", verdict.failure());
    }

    @Test
    void shouldReportThatTheHostHasNotTheMemoryOfTheReplay() throws IOException
    {
        journal(0);

        final StormProver.ProverVerdict verdict = prove(StormProverTest::exhaust);

        assertEquals(new StormProof(StormProof.Extent.FAILED), verdict.proof());
        assertEquals(Outcome.RESOURCES, verdict.outcome());
        assertEquals("between commands 1 and 1000: the candidate index has used up its 1 MiB (raise " +
            "gale.index.limit)", verdict.failure());
    }

    @Test
    void shouldEndWhenTheUserWantsAnEnd() throws IOException
    {
        journal(0);
        final AtomicBoolean isInterrupted = new AtomicBoolean();
        final StormProver prover = new StormProver(MACHINES, steps, isInterrupted::get);
        isInterrupted.set(true);

        assertEquals(new StormProver.ProverVerdict(StormProof.Extent.INTERRUPTED), prover.prove(run, failed()));
        assertEquals(List.of("read"), steps.steps());
    }

    @Test
    void shouldProveARunThatTheUserEnded() throws IOException
    {
        journal(0);
        final BooleanSupplier interrupted = () -> true;

        assertEquals(new StormProver.ProverVerdict(StormProof.Extent.READ_ONLY),
            new StormProver(MACHINES, steps, interrupted).prove(run, failed()));
        assertEquals(List.of("reading VERIFICATION", "read"), steps.steps());
    }

    private void assertDiverged(final StormProver.ProverVerdict verdict)
    {
        assertEquals(StormProof.Extent.DIVERGED, verdict.proof().extent());
        assertEquals(live.runDigest(), verdict.proof().digest());
        assertEquals(Outcome.DIVERGED, verdict.outcome());
    }

    private StormProver.ProverVerdict prove(final StormResult result)
    {
        return new StormProver(MACHINES, steps, () -> false).prove(run, result);
    }

    /** Proves the run with a machine that fails behind its first command. */
    private StormProver.ProverVerdict prove(final Predicate<Machine> fault)
    {
        final StormMachines faulty = new StormMachines(
            (config, memory) -> FaultyMachine.of(Machines.create(config, memory), 1, fault));

        return new StormProver(faulty, steps, () -> false).prove(run, sound(live.runDigest()));
    }

    /** Makes a journal of a thousand commands that ends with the digests of the live machine. */
    private void journal(final long difference) throws IOException
    {
        try (JournalWriter writer = Runs.writer(run))
        {
            append(writer);
            Runs.digest(writer, live, difference, 0, 0);
        }
    }

    /** Appends a thousand commands, and has the live machine apply them. */
    private void append(final JournalWriter writer)
    {
        final long[] words = new long[COMMANDS];
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[COMMANDS * Long.BYTES]);
        for (int i = 0; i < COMMANDS; i++)
        {
            words[i] = EVENT;
            buffer.putLong(i * Long.BYTES, EVENT);
        }
        Runs.append(writer, COMMANDS, words);
        live.apply(buffer, 0, buffer.capacity());
    }

    /** Needs more of an index than it may have. */
    private static boolean exhaust(final Machine machine)
    {
        try (PagePool pool = new PagePool(1 << 20))
        {
            pool.reserve((1 << 20) + 1);
        }

        throw new AssertionError("no limit: " + machine);
    }

    private static StormResult sound(final long runDigest)
    {
        return StormResults.with(StormResults.sound(), "journal.runDigest", runDigest);
    }

    private static StormResult failed()
    {
        return StormResults.with(StormResults.sound(), "verdict.failure", "the engine failed");
    }
}
