package org.gale.engine.replay;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the slices of a frame of five commands, of 8, 24, 8, 16 and 8 bytes, at offset 16. */
class FramePlayerTest
{
    private static final int OFFSET = 16;
    private static final int END = OFFSET + 64;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[END + 16]);
    private final List<String> applied = new ArrayList<>();

    FramePlayerTest()
    {
        frame.putLong(OFFSET, Commands.msi(1, 2, 0));
        int end = Commands.store(frame, OFFSET + 8, 0x4000_0000L, 8, 7);
        frame.putLong(end, Commands.msi(1, 3, 0));
        end = Commands.load(frame, end + 8, 0x4000_0000L, 8);
        frame.putLong(end, Commands.turn(0, 1));
        assertEquals(END, end + 8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "1 | 16-24 24-48 48-56 56-72 72-80",
        "2 | 16-48 48-72 72-80",
        "3 | 16-56 56-80",
        "5 | 16-80",
        "6 | 16-80",
        "2147483647 | 16-80",
    })
    void shouldApplyAFrameInSlices(final int commands, final String slices)
    {
        play(commands, END);

        assertEquals(slices, String.join(" ", applied));
    }

    @Test
    void shouldLeaveWordsThatBeginNoCommandToTheMachine()
    {
        play(3, END + 16);

        assertEquals("16-56 56-80 80-96", String.join(" ", applied));
    }

    /** Plays with a machine that notes what it has to apply, and puts out one word each time. */
    private void play(final int sliceCommands, final int end)
    {
        try (Outputs outputs = new Outputs())
        {
            final InvocationHandler handler = (proxy, method, arguments) ->
            {
                if (method.getName().equals("outputs"))
                {
                    return outputs;
                }
                outputs.signal(1, 2);
                applied.add(arguments[1] + "-" + arguments[2]);

                return arguments[2];
            };
            final FramePlayer player = new FramePlayer((Machine)Proxy.newProxyInstance(
                Machine.class.getClassLoader(), new Class<?>[]{Machine.class}, handler), sliceCommands);
            final List<Integer> seen = new ArrayList<>();
            player.watch(some -> seen.add(some.words()));
            player.apply(frame, OFFSET, end);

            assertEquals(applied.stream().map(slice -> 1).toList(), seen);
            assertEquals(0, outputs.words());
        }
    }
}
