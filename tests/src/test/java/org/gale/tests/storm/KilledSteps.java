package org.gale.tests.storm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.V4Verb;
import org.gale.engine.command.VmVerb;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.ResumableMigrations;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayedMachine;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;

import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * Number of kills of storms by the step of a migration that was carried out last, which a replay of the journal of
 * each tells.
 */
final class KilledSteps
{
    /** Name of a kill after a pass, before the VM stopped. */
    static final String PRECOPY = "precopy";

    private static final String NONE = "no migration";
    private static final int[] FAMILIES = { KvmVerb.FAMILY, V4Verb.FAMILY, VmVerb.FAMILY };

    private final Map<String, Integer> kills = new LinkedHashMap<>();

    KilledSteps()
    {
        names().forEach(name -> kills.put(name, 0));
        kills.put(NONE, 0);
    }

    /** Returns the names of the steps, with the passes first. */
    static List<String> names()
    {
        return Stream.concat(Stream.of(PRECOPY), Stream.of(MigrationStep.values()).map(MigrationStep::spelling))
            .toList();
    }

    /** Counts a kill, and returns the name of its step. */
    String count(final Path journal) throws IOException
    {
        final String name = name(journal);
        kills.merge(name, 1, Integer::sum);

        return name;
    }

    /** Returns the steps that no kill has hit. */
    List<String> missed()
    {
        return names().stream().filter(name -> kills.get(name) == 0).toList();
    }

    @Override
    public String toString()
    {
        return kills.toString();
    }

    private static String name(final Path journal) throws IOException
    {
        try (ReplayedMachine replayed = Replay.replay(
            journal, ReplayOptions.DEFAULT.fromNearestSnapshot(), ReplayProgress.NONE, Machines.FACTORY))
        {
            assertNull(replayed.result().divergence(), journal::toString);
            assertNull(replayed.result().broken(), journal::toString);
            final int step = step(replayed.machine());

            return step != 0 ? MigrationStep.byNumber(step).spelling() : isAfterPass(journal) ? PRECOPY : NONE;
        }
    }

    /** Returns the number of the step that was carried out last, 0 if no VM migrates. */
    private static int step(final Machine machine)
    {
        return IntStream.of(FAMILIES).mapToObj(machine::hostVerbs)
            .filter(verbs -> verbs instanceof ResumableMigrations)
            .map(verbs -> (ResumableMigrations)verbs)
            .filter(verbs -> verbs.migrating() != ResumableMigrations.NONE)
            .mapToInt(ResumableMigrations::migrationStep).findAny().orElse(0);
    }

    /** Returns whether the last command of a migration is a pass. */
    private static boolean isAfterPass(final Path journal) throws IOException
    {
        final CommandCursor cursor = new CommandCursor();
        boolean isPass = false;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                if (reader.kind() == Frame.COMMANDS)
                {
                    cursor.wrap(
                        reader.buffer(), reader.payloadOffset(), reader.payloadOffset() + reader.payloadLength());
                    while (cursor.next())
                    {
                        final String verb = cursor.opcode() == CommandWord.HOST ? verb(cursor.word()) : "";
                        isPass = verb.equals("PRECOPY") || (isPass && !verb.equals("MIGRATE") && !verb.equals("STEP"));
                    }
                }
            }
        }

        return isPass;
    }

    private static String verb(final long word)
    {
        final Enum<?> verb = switch (Commands.hostFamily(word))
        {
            case KvmVerb.FAMILY -> KvmVerb.of(word);
            case V4Verb.FAMILY -> V4Verb.of(word);
            default -> VmVerb.of(word);
        };

        return verb == null ? "" : verb.name();
    }
}
