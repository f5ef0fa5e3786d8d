package org.gale.tests.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayedMachine;
import org.gale.engine.system.Machines;

import static org.gale.tests.simulator.SimulationFailure.check;

/**
 * Damage to the stored image of a journal, drawn at random: a bit that flips, a file that is cut (P8). It is reported,
 * or everything that was acknowledged is read as before. Owned by one thread.
 */
final class StoredDamage
{
    private static final int TRIES = 3;
    private static final String MARK = "mark";
    private static final String METADATA = ".cq4t";

    private final SimulatedDisk disk;
    private final SplittableRandom random;
    private final JournalEnd sound;
    private final long digest;
    private final long commands;
    private int found;

    /**
     * @param disk     with a journal that is sound
     * @param sound    end of that journal
     * @param commands that were acknowledged, 0 if the digest is not known
     * @param digest   of the run after them
     */
    StoredDamage(
        final SimulatedDisk disk,
        final SplittableRandom random,
        final JournalEnd sound,
        final long commands,
        final long digest)
    {
        this.disk = disk;
        this.random = random;
        this.sound = sound;
        this.commands = commands;
        this.digest = digest;
    }

    /**
     * Damages copies of the disk, one after another.
     *
     * @return how many damages were reported
     * @throws SimulationFailure if one was skipped
     */
    int drawAll() throws IOException
    {
        for (int i = 0; i < TRIES; i++)
        {
            final SimulatedDisk damaged = disk.afterDeath(DiskFaults.NONE);
            draw(damaged);
            damaged.discard();
        }

        return found;
    }

    private void draw(final SimulatedDisk damaged) throws IOException
    {
        final List<String> names = new ArrayList<>(damaged.contents().keySet());
        final String name = names.get(random.nextInt(names.size()));
        final DiskFile file = damaged.file(name);
        if (file.size() == 0)
        {
            return;
        }
        final int at = random.nextInt((int)file.size());
        final boolean isCut = random.nextInt(4) == 0;
        if (isCut)
        {
            file.truncate(at);
        }
        else
        {
            final byte[] content = file.content();
            content[at] ^= (byte)(1 << random.nextInt(Byte.SIZE));
            file.write(at, content, at, 1);
        }
        final String damage = name + (isCut ? " cut to " : " with a flipped bit in byte ") + at;
        if (isReported(damaged.root().resolve("run")))
        {
            found++;
        }
        else
        {
            checkHarmless(damaged.root().resolve("run"), name, damage);
        }
    }

    private static boolean isReported(final Path journal)
    {
        try
        {
            final JournalEnd end = JournalVerifier.verify(journal, (done, total) -> {});

            return !end.isSound();
        }
        catch (final IOException ex)
        {
            return true;
        }
    }

    /**
     * In a closed journal nothing but words on which no frame depends is harmless, zeros behind a sealed segment, which
     * a note names, and a segment that was made ahead. Else also what is torn is harmless.
     */
    private void checkHarmless(final Path journal, final String name, final String damage) throws IOException
    {
        final boolean isNamed = sound.notes().stream().anyMatch(note -> note.startsWith(name + ':'));
        check(sound.status() != JournalEnd.Status.CLOSED || name.endsWith(MARK) || name.endsWith(METADATA) || isNamed ||
            isAhead(name), "P8", "a closed journal is found sound: " + damage);
        final JournalEnd left = JournalVerifier.verify(journal, (done, total) -> {});
        check(left.commands() >= commands, "P8", left.commands() + " of " + commands + " commands are left: " + damage);
        if (commands > 0)
        {
            try (ReplayedMachine replayed = Replay.replay(
                journal, ReplayOptions.DEFAULT.to(commands), ReplayProgress.NONE, Machines.FACTORY))
            {
                check(replayed.result().divergence() == null && replayed.result().digest() == digest, "P8",
                    "the replay comes to another digest: " + damage);
            }
        }
    }

    /** Returns whether a file is of a segment behind the last one with frames, which may have any state. */
    private boolean isAhead(final String name)
    {
        final Path directory = Path.of(name).getParent().getFileName();

        return directory.toString().matches("[0-9]{6}") &&
            Integer.parseInt(directory.toString()) >= sound.purged().segments() + sound.segments();
    }
}
