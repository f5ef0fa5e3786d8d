package org.gale.engine.witness;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.script.CommandLog;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Sessions and replays of a machine that leads messages elsewhere, and whose own books agree with that. */
class WitnessedSessionTest
{
    private static final String[] SETUP = {
        "machine pes=1 ram=0x40000000:0x1000000", "notices on", "writel 0x08010190 14",
        "writeq 0x08010180 0x40100001", "writeq 0x40200028 0x4000000040300001", "writel 0x40300018 0x80000007",
        "writel 0x40300020 0x80000008", "writel 0x081000d0 8", "writeq 0x081000c0 0x40200000", "writel 0x08100080 1",
    };
    private static final String SENTENCE = "physical LPI 7, to which event 3 of device 5 at ITS 0 leads (B-ITS-5), " +
        "is neither pending nor acknowledged";
    private static final int MISLED_EVENT = 3;
    private static final int DEVICE = 5;

    @TempDir
    private Path home;

    @Tag("P1")
    @Test
    void shouldTellOfAMessageThatTheMachineLeadsElsewhere()
    {
        final List<String> replies = run(broken(), null);

        assertEquals("! P1 " + SENTENCE + "; command 9", replies.get(SETUP.length));
        assertEquals("OK", replies.get(SETUP.length + 1));
        assertTrue(replies.get(replies.size() - 1).contains("\"lost\":1,\"first_lost\":\"physical LPI 7\""),
            replies::toString);
    }

    @Test
    void shouldSayNothingOfAMachineThatIsRight()
    {
        final List<String> replies = run(Machines.FACTORY, null);

        assertEquals("OK", replies.get(SETUP.length));
        assertTrue(replies.get(replies.size() - 1).contains("\"lost\":0,\"invented\":0,"), replies::toString);
    }

    @Tag("P1")
    @Test
    void shouldTellOfItInAReplay() throws IOException
    {
        final Path journal = home.resolve("run");
        run(Machines.FACTORY, journal);

        assertNull(replay(journal, Machines.FACTORY).broken());
        assertEquals("P1 broken: " + SENTENCE, replay(journal, broken()).broken().summary());
    }

    private static ReplayResult replay(final Path journal, final MachineFactory machines) throws IOException
    {
        return Replay.run(journal, ReplayOptions.DEFAULT, ReplayProgress.NONE, machines);
    }

    private static List<String> run(final MachineFactory machines, final Path journal)
    {
        final ReplyBuffer buffer = new ReplyBuffer();
        final List<String> replies = new ArrayList<>();
        try (ProtocolSession session = new ProtocolSession(keys -> MachineTarget.create(keys,
            machine -> journal == null ? CommandLog.NONE : SessionJournal.create(journal, "test", machine),
            machines), buffer))
        {
            for (final String line : SETUP)
            {
                ask(session, buffer, line, replies);
            }
            ask(session, buffer, "msi 0 5 3", replies);
            ask(session, buffer, "stats", replies);
        }

        return replies;
    }

    private static void ask(
        final ProtocolSession session, final ReplyBuffer buffer, final String line, final List<String> replies)
    {
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        buffer.clear();
        session.execute(bytes, 0, bytes.length);
        replies.addAll(buffer.text(0).lines().toList());
    }

    /** Returns a factory of machines that take event 3 of a device for event 4. */
    private static MachineFactory broken()
    {
        return config ->
        {
            final Machine machine = Machines.FACTORY.create(config);

            return (Machine)Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[]{ Machine.class },
                (proxy, method, arguments) ->
                {
                    final boolean isMisled = method.getName().startsWith("apply") &&
                        Commands.msi(DEVICE, MISLED_EVENT, 0) ==
                        ((DirectBuffer)arguments[0]).getLong((int)arguments[1]);
                    if (isMisled)
                    {
                        final UnsafeBuffer other = new UnsafeBuffer(new byte[Long.BYTES]);
                        other.putLong(0, Commands.msi(DEVICE, MISLED_EVENT + 1, 0));
                        machine.apply(other, 0);
                        return (int)arguments[1] + Long.BYTES;
                    }
                    try
                    {
                        return method.invoke(machine, arguments);
                    }
                    catch (final InvocationTargetException ex)
                    {
                        throw ex.getCause();
                    }
                });
        };
    }
}
