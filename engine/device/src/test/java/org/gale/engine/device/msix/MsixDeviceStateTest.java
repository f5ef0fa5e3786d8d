package org.gale.engine.device.msix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.SplittableRandom;
import org.gale.engine.device.DeviceRoles;
import org.gale.engine.device.pci.ConfigWrites;
import org.gale.engine.device.pci.Recorder;
import org.gale.engine.device.proof.DeviceHistory;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.support.StateCase;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateRole;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MsixDeviceStateTest
{
    private static final int VECTORS = 3;
    private static final int FIRST = 0x1000;
    private static final int STRIDE = 64;
    private static final long SETTLE_NS = 50_000_000;

    @ParameterizedTest(name = "open loop {0}")
    @ValueSource(booleans = {true, false})
    void shouldBeAsNewWhenReset(final boolean isOpen)
    {
        new StateHarness<>(DeviceRoles.ROLES, "reset", StateRole.KEPT, new Driver(isOpen)).check();
    }

    /** Device with its clock. */
    private static final class Used
    {
        private final MsixDevice device;
        private long nowNs;

        private Used(final MessageLoop loop)
        {
            device = new MsixDevice(loop, new RunLimit(2_000, RunLimit.NONE), new DeviceHistory(), Recorder.NONE);
        }

        private void write(final int offset, final int value)
        {
            device.writeBar(
                0, offset, ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value));
        }

        private int read(final int offset)
        {
            final ByteBuffer word = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            device.readBar(0, offset, word);

            return word.getInt(0);
        }
    }

    private record Driver(boolean isOpen) implements StateCase<Used>
    {
        @Override
        public Used make()
        {
            return new Used(new MessageLoop(VECTORS, 2, isOpen ? new OpenStream(200, true) : null, 3, 77, SETTLE_NS,
                5, false));
        }

        @Override
        public String step(final Used used, final SplittableRandom random)
        {
            used.nowNs += random.nextLong(20_000_000);
            used.device.at(used.nowNs);
            final int vector = FIRST + STRIDE * random.nextInt(VECTORS);
            final int sent = used.read(vector + Registers.SENT);
            switch (random.nextInt(12))
            {
                case 0 -> used.write(Registers.COMMAND, random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(9) / 8);
                case 1 -> ConfigWrites.control(used.device, random.nextInt(5) > 0, random.nextInt(4) == 0);
                case 2 -> used.write(vector + Registers.STATE, random.nextInt(5) == 0 ? 0 : 1);
                case 3 -> used.write(vector + Registers.ALIVE, random.nextInt());
                case 4, 5 -> used.write(vector + Registers.HANDLED, sent + random.nextInt(20) / 19);
                case 6, 7, 8 -> used.write(vector + Registers.LOOKED, sent + (random.nextInt(12) + 9) / 10 - 1);
                case 9 ->
                {
                    if (random.nextInt(60) == 0)
                    {
                        used.device.end();
                    }
                }
                default -> used.device.work();
            }

            return used.device.nextNs() + " " + used.device.isOver() + " " + used.read(Registers.OVER) + " " +
                used.read(vector) + " " + used.read(vector + Registers.LOOKED);
        }

        @Override
        public void operate(final Used used)
        {
            used.device.reset();
        }

        @Override
        public Set<String> rare()
        {
            return Set.of(isOpen ? "VectorProof.repeated" : "VectorProof.merged");  // a burst is one message, or not
        }

        @Override
        public Object root(final Used used)
        {
            return used.device;
        }
    }
}
