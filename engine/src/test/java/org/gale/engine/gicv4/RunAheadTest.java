package org.gale.engine.gicv4;

import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of runs of messages: what is loaded ahead, and that a run gives what its messages give one by one. */
class RunAheadTest
{
    private static final int MESSAGES = 200;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[MESSAGES * Long.BYTES]);

    @Test
    void shouldLoadUpToTheFirstOtherCommandOrTheEnd()
    {
        try (V4Rig rig = rig("4.1"))
        {
            final RunAhead ahead = new RunAhead(rig.host());
            for (int i = 0; i < MESSAGES; i++)
            {
                frame.putLong(i << 3, Commands.msi(i % 3, i, 0));
            }
            frame.putLong(5 << 3, Commands.turn(0, 1));

            assertEquals(5 << 3, ahead.load(frame, 0, MESSAGES << 3));
            assertEquals(6 << 3, ahead.load(frame, 5 << 3, MESSAGES << 3));
            assertEquals(38 << 3, ahead.load(frame, 6 << 3, MESSAGES << 3));
            assertEquals(8 << 3, ahead.load(frame, 6 << 3, 8 << 3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.1", "4.0"})
    void shouldGiveWhatTheMessagesGiveOneByOne(final String version)
    {
        try (V4Rig run = rig(version); V4Rig single = rig(version))
        {
            final SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < MESSAGES; i++)
            {
                frame.putLong(i << 3, i % 11 == 10 ? Commands.turn(random.nextInt(2), 3) :
                    Commands.msi(random.nextInt(10) == 0 ? 0xf_ffff : 1, random.nextInt(12), 0));
            }

            int at = 0;
            while (at < MESSAGES << 3)
            {
                at = run.machine().apply(frame, at, MESSAGES << 3);
                run.machine().outputs().clear();
            }
            for (int i = 0; i < MESSAGES; i++)
            {
                single.machine().apply(frame, i << 3);
                single.machine().outputs().clear();
            }

            assertEquals(single.machine().digest(), run.machine().digest());
            assertEquals(single.machine().runDigest(), run.machine().runDigest());
        }
    }

    private static V4Rig rig(final String version)
    {
        final V4Rig rig = new V4Rig("version=" + version + " cpus=2 lpi_bits=14");
        rig.line("create_vm 2");
        rig.lines("enable 0 0", "load 0 0 0", "load 0 1 1");
        for (int event = 0; event < 10; event++)
        {
            rig.lines("map 0 1 " + event + " " + event % 2 + " " + (8200 + event),
                "config 0 " + (8200 + event) + " 128 1");
        }

        return rig;
    }
}
