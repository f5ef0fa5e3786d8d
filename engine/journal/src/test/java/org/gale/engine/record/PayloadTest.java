package org.gale.engine.record;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.Semantics;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Payloads of frames with digests and snapshots: journals hold these words. */
class PayloadTest
{
    private static final int OFFSET = 8;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
    private final UnsafeBuffer payload = new UnsafeBuffer(buffer, OFFSET, 64);

    @Test
    void shouldHoldTheDigestsOfAMachine()
    {
        try (Machine machine = Machines.FACTORY.create(MachineConfig.parse(List.of("ram=0x40000000:0x10000"))))
        {
            final UnsafeBuffer commands = new UnsafeBuffer(new byte[64]);
            int end = Commands.time(commands, 0, 1, 2);
            end = Commands.store(commands, end, 0x4000_0000L, 8, 5);
            machine.apply(commands, 0, end);

            DigestPayload.encode(buffer, OFFSET, 77, machine);

            assertEquals(77, DigestPayload.sequence(payload));
            assertEquals(machine.digest(), DigestPayload.state(payload));
            assertEquals(machine.runDigest(machine.digest()), DigestPayload.run(payload));
            assertEquals(1, DigestPayload.count(payload));
            assertEquals(77, buffer.getLong(OFFSET));
            assertEquals(1, buffer.getLong(OFFSET + 24));
        }
    }

    @Test
    void shouldMarkTheLastPartOfASnapshot()
    {
        SnapshotPayload.encode(buffer, OFFSET, 3, 99, false);
        assertEquals(3, SnapshotPayload.part(payload));
        assertEquals(99, SnapshotPayload.sequence(payload));
        assertEquals(Semantics.VERSION, SnapshotPayload.version(payload));
        assertFalse(SnapshotPayload.isLast(payload));

        SnapshotPayload.encode(buffer, OFFSET, 4, 99, true);
        assertEquals(Semantics.VERSION, SnapshotPayload.version(payload));
        assertTrue(SnapshotPayload.isLast(payload));
        assertEquals(1L << 63 | Semantics.VERSION, buffer.getLong(OFFSET + 16));
    }
}
