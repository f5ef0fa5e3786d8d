package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.ringbuf.CommandWord;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Replays of a run, one command at a time and in batches that end anywhere, whose digests are compared (P7). */
final class Replays
{
    private Replays()
    {
    }

    static void assertSameDigest(final Rig rig, final long seed)
    {
        final RandomSource random = new RandomSource(seed);
        final List<Integer> ends = ends(rig.tape(), rig.tapeLength());
        try (Gicv5Machine again = new Gicv5Machine(rig.machine().config());
            Gicv5Machine batched = new Gicv5Machine(rig.machine().config()))
        {
            for (int at = 0; at < rig.tapeLength();)
            {
                at = again.apply(rig.tape(), at);
                again.outputs().clear();
            }
            int index = -1;
            for (int at = 0; at < rig.tapeLength();)
            {
                index = Math.min(ends.size() - 1, index + 1 + (random.oneIn(9) ? 0 : random.below(1_500)));
                while (at < ends.get(index))
                {
                    at = batched.apply(rig.tape(), at, ends.get(index));
                    batched.outputs().clear();
                }
            }

            assertEquals(rig.machine().digest(), again.digest(), "state, seed " + seed);
            assertEquals(rig.machine().runDigest(), again.runDigest(), "run, seed " + seed);
            assertEquals(rig.machine().digest(), batched.digest(), "state in batches, seed " + seed);
            assertEquals(rig.machine().runDigest(), batched.runDigest(), "run in batches, seed " + seed);
            assertEquals(rig.machine().commandCount(), batched.commandCount(), "seed " + seed);
        }
    }

    private static List<Integer> ends(final DirectBuffer tape, final int length)
    {
        final List<Integer> ends = new ArrayList<>();
        for (int at = 0; at < length;)
        {
            at += CommandWord.length(tape.getLong(at)) << 3;
            ends.add(at);
        }

        return ends;
    }
}
