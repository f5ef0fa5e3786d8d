package org.gale.engine.hypervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.DriverPort;
import org.gale.engine.machine.FunctionMigrations;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what the host asks of its machine, on a port that remembers it. */
class HostDriverTest
{
    private static final long FRAME = 0x0801_0000L;
    private static final int STATUS = 0x194;

    private final Port port = new Port();
    private final HostDriver driver = new HostDriver(port, MachineConfig.DEFAULT.board());

    /** Machine of words alone. */
    private static final class Port implements DriverPort
    {
        private final Map<Long, Long> words = new TreeMap<>();
        private final List<String> stores = new ArrayList<>();
        private int status = OK;
        private int readsUntilIdle = -1;
        private int reads;
        private long value;

        @Override
        public int load(final long address, final int sizeBytes)
        {
            value = words.getOrDefault(address, 0L);
            reads++;
            if (address == FRAME + STATUS)
            {
                value = readsUntilIdle >= 0 && reads > readsUntilIdle ? 1 : 2;
            }

            return status;
        }

        @Override
        public int store(final long address, final int sizeBytes, final long newValue)
        {
            words.put(address, newValue);
            stores.add(Long.toHexString(address) + ':' + sizeBytes + ':' + newValue);

            return status;
        }

        @Override
        public int instruction(final int pe, final int el, final int code, final long operand)
        {
            return status;
        }

        @Override
        public int readRegister(final int pe, final int el, final int code)
        {
            return status;
        }

        @Override
        public int writeRegister(final int pe, final int el, final int code, final long newValue)
        {
            return status;
        }

        @Override
        public void leaves(final int vmId, final boolean isLeaving)
        {
            throw new AssertionError(vmId);
        }

        @Override
        public void follows(final int fromVmId, final int toVmId)
        {
            throw new AssertionError(toVmId);
        }

        @Override
        public void arrives(final int vmId)
        {
            throw new AssertionError(vmId);
        }

        @Override
        public FunctionMigrations functions()
        {
            return null;
        }

        @Override
        public PhysicalMemory memory()
        {
            return null;
        }

        @Override
        public boolean isLinked(final int pe)
        {
            return true;
        }

        @Override
        public long value()
        {
            return value;
        }
    }

    @Test
    void shouldFailWhenTheMachineRefuses()
    {
        port.status = DriverPort.UNMAPPED;

        final List<Executable> accesses = List.of(() -> driver.load(8), () -> driver.loadInt(8),
            () -> driver.store(8, 1), () -> driver.storeInt(8, 1), () -> driver.store(8, new byte[1], 1),
            () -> driver.read(0, SystemRegister.ICC_CR0_EL1), () -> driver.write(0, SystemRegister.ICC_CR0_EL1, 1),
            () -> driver.instruction(0, 2, 3, 4));
        for (final Executable access : accesses)
        {
            final String message = assertThrows(IllegalStateException.class, access).getMessage();
            assertTrue(message.startsWith("the machine refuses its host: status=1, where=0x"), message);
        }
    }

    @Test
    void shouldStoreEachOfTheBytes()
    {
        driver.store(0x100, new byte[]{1, 2, 3}, 2);

        assertEquals(List.of("100:1:1", "101:1:2"), port.stores);
    }

    @Test
    void shouldStoreZerosOverWordsThatAreNotZeroAlone()
    {
        port.words.putAll(Map.of(0x100L, 1L, 0x108L, 0L, 0x110L, 2L, 0x118L, 3L));

        driver.zero(0x100, 0x18);

        assertEquals(List.of("100:8:0", "110:8:0"), port.stores);
    }

    @Tag("B-IRS-2")
    @Tag("K-CMD-2")
    @Test
    void shouldPollAHundredTimesUntilTheIrsIsIdle()
    {
        port.readsUntilIdle = 99;
        assertTrue(driver.awaitIdle(STATUS));
        assertEquals(100, port.reads);

        port.reads = 0;
        port.readsUntilIdle = 100;
        assertFalse(driver.awaitIdle(STATUS));
        assertEquals(100, port.reads);
    }
}
