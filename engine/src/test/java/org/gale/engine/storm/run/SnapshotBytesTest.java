package org.gale.engine.storm.run;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.tables.memory.StateWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Bound of the length of a snapshot: enough, and not much more than it takes. */
class SnapshotBytesTest
{
    @ParameterizedTest(name = "{0} VMs of {1} VPEs, {2} devices of {3} events")
    @CsvSource({ "1, 1, 1, 1", "2, 2, 2, 64", "16, 4, 4, 1024", "64, 8, 1, 16", "2, 1, 64, 1024", "256, 1, 8, 2" })
    void shouldNotBeExceededByFar(final int vms, final int vpes, final int devices, final int events) throws Exception
    {
        final StormConfig config = StormConfigs.begin().vms(vms).vpes(vpes).devices(devices).events(events)
            .untimed().countLimit((long)vms * devices * events).latencyEvery(0).build();
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            new StormRun(Options.of(config, new ResidentWorkload(config)), machine, new NoLog()).run();
            final Counter counter = new Counter();
            machine.save(new StateWriter(counter));

            final long estimated = new ResidentWorkload(config).snapshotBytes();

            assertTrue(counter.bytes <= estimated, counter.bytes + " of " + estimated);
            assertTrue(counter.bytes > estimated / 6, counter.bytes + " of " + estimated);
        }
    }

    private static final class Counter implements StateWriter.Sink
    {
        private final UnsafeBuffer chunk = new UnsafeBuffer(new byte[64 * 1024]);
        private long bytes;

        @Override
        public MutableDirectBuffer buffer()
        {
            return chunk;
        }

        @Override
        public int offset()
        {
            return 0;
        }

        @Override
        public int limitBytes()
        {
            return chunk.capacity();
        }

        @Override
        public void filled(final int lengthBytes, final boolean isLast)
        {
            bytes += lengthBytes;
        }
    }
}
