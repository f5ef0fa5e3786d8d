package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.DigestPayload;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of journals whose frames are sound, but whose digests do not belong to their commands. */
class ReplayDivergenceTest
{
    @TempDir
    private Path home;

    @Test
    void shouldBeEqualWhenNobodyChangedADigest() throws IOException
    {
        final ReplayResult result = replay(0, 0, 0);

        assertTrue(result.isEqual());
        assertEquals(2, result.coverage().comparisons());
        assertEquals(4, result.coverage().toCommand());
    }

    @Test
    void shouldNameTheIntervalWhenTheStateDiffers() throws IOException
    {
        final Divergence divergence = replay(1, 1, 0).divergence();

        assertNotNull(divergence);
        assertTrue(divergence.isOfState());
        assertEquals(2, divergence.soundSequence());
        assertEquals(4, divergence.sequence());
        assertEquals("diverged between commands 3 and 4: the state differs" + System.lineSeparator() +
            "  journal  state digest " + DigestText.of(divergence.journal().state()) + System.lineSeparator() +
            "  replay   state digest " + DigestText.of(divergence.replay().state()), divergence.message());
    }

    @Test
    void shouldSayThatOnlyOutputsDifferWhenTheStateIsTheSame() throws IOException
    {
        final ReplayResult result = replay(0, 1, 0);

        assertFalse(result.isEqual());
        assertFalse(result.divergence().isOfState());
        assertEquals(result.divergence().replay().run() + 1, result.divergence().journal().run());
        assertTrue(result.divergence().message().startsWith(
            "diverged between commands 3 and 4: the state is the same, the outputs on the way differ"));
    }

    @Test
    void shouldSayHowManyCommandsWereAppliedWhenTheCountDiffers() throws IOException
    {
        assertTrue(replay(0, 0, 5).divergence().message().startsWith(
            "diverged between commands 3 and 4: the live run had applied 8 commands there, the replay 3"));
    }

    @Test
    void shouldCallADigestOfAnotherCommandDamage() throws IOException
    {
        final Path journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal); Machine machine = Machines.FACTORY.create(Runs.MACHINE))
        {
            Runs.append(writer, 1, Commands.msi(1, 1, 0));
            final UnsafeBuffer frame = writer.frame();
            DigestPayload.encode(frame, writer.payloadOffset(), 7, machine);
            writer.append(Frame.DIGEST, DigestPayload.LENGTH);
        }

        final ReplayException thrown =
            assertThrows(ReplayException.class, () -> Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY));

        assertEquals(ReplayException.Reason.DAMAGED, thrown.reason());
        assertTrue(thrown.getMessage().endsWith(
            ": a digest of command 7, expected 1.  Sound before it: 1 command."), thrown.getMessage());
    }

    @Test
    void shouldCallADigestOfAnotherLengthDamage() throws IOException
    {
        final Path journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal))
        {
            writer.append(Frame.DIGEST, 24);
        }

        assertTrue(assertThrows(ReplayException.class, () -> Replay.verify(
            journal, ReplayProgress.NONE, Machines.FACTORY)).getMessage()
            .contains(": a digest of 24 bytes, expected 32."));
    }

    /** Replays four commands with a digest after two and, changed by the given amounts, a digest after all. */
    private ReplayResult replay(final long state, final long run, final long count) throws IOException
    {
        final Path journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal); Machine machine = Machines.FACTORY.create(Runs.MACHINE))
        {
            final UnsafeBuffer commands = new UnsafeBuffer(new byte[64]);
            Commands.time(commands, 0, 10, 20);
            commands.putLong(16, Commands.msi(1, 2, 3));
            int end = Commands.store(commands, 24, 0x4000_0000L, 8, -1);
            end = Commands.load(commands, end, 0x4000_0004L, 4);
            Runs.append(writer, 2, commands.getLong(0), commands.getLong(8), commands.getLong(16));
            machine.apply(commands, 0, 24);
            Runs.digest(writer, machine, 0, 0, 0);
            Runs.append(writer, 2, commands.getLong(24), commands.getLong(32), commands.getLong(40),
                commands.getLong(48), commands.getLong(56));
            machine.apply(commands, 24, end);
            Runs.digest(writer, machine, state, run, count);
        }

        return Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY);
    }
}
