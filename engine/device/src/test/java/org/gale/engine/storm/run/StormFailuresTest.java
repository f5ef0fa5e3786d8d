package org.gale.engine.storm.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.replay.Runs;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.support.SteppedAgents;
import org.gale.ringbuf.Lane;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the messages about storms that ended early. */
class StormFailuresTest
{
    private static final int FIRST_LPI_ID = 8_192;
    private static final Topology TOPOLOGY = Topology.of(Storms.small(1), FIRST_LPI_ID);
    /** VM 1 has the devices 2 and 3 with 32 events each: its LPI 40 is event 8 of device 3. */
    private static final int OWNER = OwnerId.vm(0, 1);
    private static final int LPI = Intid.of(Intid.TYPE_LPI, FIRST_LPI_ID + 40);
    private static final long RAISED = Commands.msi(3, 8, 0);
    private static final String FINDING = "VM 1 LPI 8232, set pending, is neither pending nor acknowledged";

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Test
    void shouldSayWhereAStormFailed()
    {
        final StormResult failed = StormResults.with(StormResults.with(
            StormResults.sound(), "verdict.failure", "the engine failed"), "journal.commands", 1_234L);

        assertEquals("the engine failed\n  Stopped after command 1,234.",
            StormFailures.message(failed, TOPOLOGY, null, null, null, Spelling.NAMES));
    }

    @ParameterizedTest(name = "{0} commands beyond the end")
    @CsvSource(delimiter = '|', value = {
        "0 | ",
        "1 | 1 command that was applied lies after its end: the storm, run again, gives the same ones.",
        "2 | 2 commands that were applied lie after its end: the storm, run again, gives the same ones.",
    })
    void shouldCountTheCommandsThatTheJournalRefused(final long beyond, final String sentence)
    {
        final StormResult failed = StormResults.with(
            StormResults.with(StormResults.sound(), "journal.beyond", beyond), "journal.commands", 1_234L);

        assertEquals("the journal accepts nothing more after command 1,234. Everything acknowledged is in " +
            directory + '.' + (sentence == null ? "" : "\n  " + sentence) + "\n  no force",
            StormFailures.message(failed, TOPOLOGY, directory,
                new JournalFailure(JournalFailure.Reason.FAILED, "no force", -1, null), null, Spelling.NAMES));
    }

    @ParameterizedTest
    @CsvSource({ "-1, no", "0, 0", "1234, '1,234'" })
    void shouldNameTheFilesystemThatIsFull(final long bytesLeft, final String shown)
    {
        final StormResult failed = StormResults.with(StormResults.sound(), "journal.commands", 5L);

        final String message = StormFailures.message(failed, TOPOLOGY, directory,
            new JournalFailure(JournalFailure.Reason.NO_SPACE, "no space", bytesLeft, null), null, Spelling.NAMES);

        final String rest = " is full: " + shown + " bytes left for the journal after command 5. Everything " +
            "acknowledged is in " + directory + ".\n  Free some space and continue: a storm with resume " + directory;
        assertTrue(message.endsWith(rest), message);
        final Path mount = Path.of(message.substring(0, message.length() - rest.length()));
        assertTrue(mount.isAbsolute() && directory.startsWith(mount), message);
    }

    @Test
    void shouldSayThatAModelledStormIsRunAgain()
    {
        final StormResult failed = StormResults.modelled(StormResults.sound(),
            new Modelled(Modelled.VERSION, "free", Map.of(), Map.of()));

        final String message = StormFailures.message(failed, TOPOLOGY, directory,
            new JournalFailure(JournalFailure.Reason.NO_SPACE, "no space", 0, null), null, Spelling.NAMES);

        assertTrue(message.endsWith(
            "\n  Free some space and run it again: a storm of the job of " + directory), message);
    }

    @Test
    void shouldNameTheJournalWhereItsFilesystemIsUnknown()
    {
        final Path missing = directory.resolve("missing");

        assertTrue(StormFailures.message(StormResults.sound(), TOPOLOGY, missing,
            new JournalFailure(JournalFailure.Reason.NO_SPACE, "no space", 0, null), null, Spelling.NAMES)
            .startsWith(missing + " is full: 0 bytes left"));
    }

    @ParameterizedTest(name = "seen at {0}: raised by {1}")
    @CsvSource({ "8, 7", "7, 5", "6, 5", "5, 3", "4, 3", "3, 1", "2, 1" })
    void shouldNameTheLastCommandThatRaisedALostLpi(final long seen, final long raised) throws IOException
    {
        final InvariantBrokenException broken = broken("P1", OWNER, LPI, seen);

        assertEquals("P1 broken: VM 1 LPI 8232, set pending by command " + raised + ", is neither pending nor " +
            "acknowledged.\n  Stopped at command " + seen + ". Go there: step through " + raisedThrice() +
            " from command " + raised, message(broken, directory.resolve("run")));
    }

    @Test
    void shouldGoToTheLastSoundCommandWhereNoneRaisedIt() throws IOException
    {
        raisedThrice();

        assertUnknown(broken("P1", OWNER, LPI, 1), 1);
        assertUnknown(broken("P2", OWNER, LPI, 8), 8);
        assertUnknown(broken("P1", 0, LPI, 8), 8);
        assertUnknown(broken("P1", OWNER, Intid.of(Intid.TYPE_SPI, FIRST_LPI_ID + 40), 8), 8);
        assertUnknown(broken("P1", OWNER, Intid.of(Intid.TYPE_LPI, 40), 8), 8);
        assertUnknown(broken("P1", OWNER, Intid.of(Intid.TYPE_LPI, FIRST_LPI_ID + 64), 8), 8);
        assertUnknown(broken("P1", OwnerId.vm(0, 2), LPI, 8), 8);
    }

    @Test
    void shouldGoToTheLastSoundCommandWhereTheJournalCannotBeRead()
    {
        assertUnknown(broken("P1", OWNER, LPI, 8), 8);
    }

    @Test
    void shouldAskForAJournalWhereThereIsNone()
    {
        final InvariantBrokenException broken = broken("P1", OWNER, LPI, 8);

        assertEquals(broken.getMessage() + "\n  Stopped at command 8. There is no journal to go there with: run it " +
            "again with journal DIR.", message(broken, null));
    }

    @Test
    void shouldNameTheInterruptThatMetACondition()
    {
        final StormVerdict.Stop stop = stop(new StormLatencies.Explained(new Outlier(1_234, 1, 7, 0,
            new Outlier.Batch(10, 20, 30, 40), 40, 2_040), OutlierCause.UNKNOWN, 0));
        final String what = "stopped: response > 1 ms: VM 1 LPI 7, set pending by command 1,234, took 2,040 ns, " +
            "2,000 of it acknowledged. Cause: unknown.";

        assertEquals(what + "\n  Go there: step through " + directory + " from command 1234",
            StormFailures.stopMessage(stop, directory, Spelling.NAMES));
        assertEquals(what + "\n  There is no journal to go there with: run it again with journal DIR.",
            StormFailures.stopMessage(stop, null, Spelling.NAMES));
    }

    @Test
    void shouldNameTheConditionAloneThatAStallMet()
    {
        assertEquals("stopped: response > 1 ms",
            StormFailures.stopMessage(stop(null), directory, Spelling.NAMES));
    }

    @Test
    void shouldNameTheLaneFileThatIsCutShort() throws IOException
    {
        final Path lanes = directory.resolve("lanes");
        try (LaneFiles files = LaneFiles.create(
            lanes, 2, Lane.CAPACITY_WORDS_DEFAULT, () -> 1, new SteppedAgents()))
        {
            setLength(lanes.resolve("lane-01"), 800);

            final OutcomeException failure = StormFailures.ofMappedFile(fault(), files, plan(null), directory);

            assertEquals(Outcome.RESOURCES, failure.outcome());
            assertEquals("the lane file " + lanes.resolve("lane-01") + ": another process has cut it short while it " +
                "was in use.\n  Everything acknowledged is in " + directory + ". Continue: a storm with resume " +
                directory, failure.getMessage());
        }
    }

    @Test
    void shouldNameTheRamFileThatIsCutShort() throws IOException
    {
        final Path ram = directory.resolve("ram");
        final StormPlan plan = plan(ram);
        final InternalError fault = fault();

        assertEquals("ram-file " + ram + ": another process has cut it short while it was in use.",
            StormFailures.ofMappedFile(fault, null, plan, null).getMessage(), "it is not there any more");
        setLength(ram, plan.machine().ramBytes() - 1);
        final OutcomeException failure = StormFailures.ofMappedFile(fault, null, plan, null);
        assertEquals("ram-file " + ram + ": another process has cut it short while it was in use.",
            failure.getMessage());
        assertSame(fault, failure.getCause());
        setLength(ram, plan.machine().ramBytes());
        assertSame(fault,
            assertThrows(InternalError.class, () -> StormFailures.ofMappedFile(fault, null, plan, null)));
    }

    @Test
    void shouldThrowTheFaultAgainWhereEveryFileHasItsLength() throws IOException
    {
        final InternalError fault = fault();
        try (LaneFiles files = LaneFiles.create(
            directory.resolve("lanes"), 1, Lane.CAPACITY_WORDS_DEFAULT, () -> 1, new SteppedAgents()))
        {
            assertSame(fault, assertThrows(
                InternalError.class, () -> StormFailures.ofMappedFile(fault, files, plan(null), directory)));
        }
    }

    private void assertUnknown(final InvariantBrokenException broken, final long seen)
    {
        final Path run = directory.resolve("run");

        assertEquals(broken.getMessage() + "\n  Stopped at command " + seen + ". Go there: step through " + run +
            " from command 0", message(broken, run));
    }

    /** Makes a journal whose commands 1, 3, 5 and 7 raise the LPI, in frames of three, three and two commands. */
    private Path raisedThrice() throws IOException
    {
        final Path run = directory.resolve("run");
        try (JournalWriter writer = Runs.writer(run))
        {
            final long ofAnotherDevice = Commands.msi(2, 8, 0);
            final long ofAnotherEvent = Commands.msi(3, 9, 0);
            Runs.append(writer, 3, RAISED | 5, ofAnotherDevice, RAISED | 9);
            Runs.append(writer, 3, ofAnotherEvent, RAISED, ofAnotherDevice);
            Runs.append(writer, 2, RAISED, ofAnotherEvent);
        }

        return run;
    }

    private static String message(final InvariantBrokenException broken, final Path journal)
    {
        return StormFailures.message(StormResults.with(StormResults.sound(), "verdict.broken", broken), TOPOLOGY,
            journal, null, null, Spelling.NAMES);
    }

    private static InvariantBrokenException broken(
        final String promise, final int owner, final int intid, final long seen)
    {
        return new InvariantBrokenException(promise, FINDING, owner, intid, 0, seen);
    }

    private static StormVerdict.Stop stop(final StormLatencies.Explained explained)
    {
        return new StormVerdict.Stop(
            new Condition("response", Condition.Order.ABOVE, 1e6, Condition.ConditionKind.TIME, "response > 1ms"),
            explained);
    }

    private static InternalError fault()
    {
        return new InternalError("a fault occurred in an unsafe memory access operation");
    }

    private static void setLength(final Path file, final long lengthBytes) throws IOException
    {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw"))
        {
            opened.setLength(lengthBytes);
        }
        assertEquals(lengthBytes, Files.size(file));
    }

    private static StormPlan plan(final Path ram)
    {
        final SettingValues given = SettingValues.NONE.with(StormSettings.VMS, 1L)
            .with(StormSettings.DURABILITY, StormSettings.NONE);

        return new JobPlanner(JobProfiles.ALL).plan(
            ram == null ? given : given.with(StormSettings.RAM_FILE, ram), Spelling.NAMES);
    }
}
