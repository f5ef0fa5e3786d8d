package org.gale.engine.gicv4;

import java.util.List;
import org.gale.engine.support.SavedWords;
import org.gale.tables.gicv4.TranslationEntry;
import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the devices of a host: which vLPI an event has, and the growth of a device's translation table. */
class DevicesTest
{
    private static final int GRANULE = HostMemory.GRANULE;
    private static final int DEVICE = 7;

    private final V4Rig rig = new V4Rig("cpus=2 lpi_bits=14");
    private final V4Host host = rig.host();
    private final Devices devices = host.devices;

    @BeforeEach
    void createVms()
    {
        rig.line("create_vm 1");
        rig.line("create_vm 1");
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldFindTheVlpiOfAMappedEventAlone()
    {
        rig.lines("map 0 7 0 0 8200", "map 0 7 5 0 8201", "map 0 0 0 0 8202");

        assertSame(host.vm(0).vlpi(8200), devices.vlpi(DEVICE, 0));
        assertSame(host.vm(0).vlpi(8201), devices.vlpi(DEVICE, 5));
        assertSame(host.vm(0).vlpi(8202), devices.vlpi(0, 0));
        assertNull(devices.vlpi(DEVICE, 4));
        assertNull(devices.vlpi(DEVICE, 6));
        assertNull(devices.vlpi(DEVICE, -1));
        assertNull(devices.vlpi(DEVICE - 1, 0));
        assertNull(devices.vlpi(DEVICE + 1, 0));
        assertNull(devices.vlpi(-1, 0));
    }

    @Test
    void shouldFindNoVlpiJustBehindTheDevicesAndEventsThereAre()
    {
        assertNull(devices.vlpi(0, 0));

        rig.lines("map 0 7 0 0 8200");

        for (int id = 1; id <= 64; id++)
        {
            assertNull(devices.vlpi(DEVICE, id));
            assertNull(devices.vlpi(DEVICE + id, 0));
        }
    }

    @Test
    void shouldKeepTheDevicesAndEventsThatItHasWhenMoreCome()
    {
        final int[] ids = {0, 1, 2, 3, 4, 9, 40, 41};
        int vintid = 8200;
        for (final int device : ids)
        {
            for (final int event : ids)
            {
                rig.lines("map 0 " + device + " " + event + " 0 " + vintid++);
            }
        }

        vintid = 8200;
        for (final int device : ids)
        {
            for (final int event : ids)
            {
                assertEquals(vintid++, devices.vlpi(device, event).vintid);
            }
        }
    }

    @Test
    void shouldBelongToTheVmOfItsEventsUntilTheLastIsDiscarded()
    {
        assertFalse(devices.isUsedByAnother(DEVICE, host.vm(1)));
        rig.lines("map 0 7 0 0 8200", "map 0 7 1 0 8201");

        assertFalse(devices.isUsedByAnother(DEVICE, host.vm(0)));
        assertTrue(devices.isUsedByAnother(DEVICE, host.vm(1)));
        rig.lines("discard 0 7 1");
        assertNull(devices.vlpi(DEVICE, 1));
        assertTrue(devices.isUsedByAnother(DEVICE, host.vm(1)));
        rig.lines("discard 0 7 0");
        assertFalse(devices.isUsedByAnother(DEVICE, host.vm(1)));
        rig.lines("map 1 7 0 0 8200");
        assertTrue(devices.isUsedByAnother(DEVICE, host.vm(0)));
        assertFalse(devices.isUsedByAnother(DEVICE, host.vm(1)));
        assertEquals("OK -EINVAL", rig.line("map 0 7 1 0 8201"));
    }

    /** Covers at least 4,096 events, whose table has one granule; more events take the next power of two. */
    @ParameterizedTest(name = "event {0}: {1} granules")
    @CsvSource({"0, 1", "4095, 1", "4096, 2", "8191, 2", "8192, 4", "65535, 16"})
    void shouldMapATableAsLongAsItsEventNeeds(final int event, final int granules)
    {
        rig.lines("map 1 6 0 0 8200");                                          // the page of the device table
        final long table = host.tables.allocatedEnd();
        final int limit = granules * GRANULE / TranslationEntry.LENGTH;

        assertTrue(devices.prepare(DEVICE, event));

        assertEquals(table + (long)granules * GRANULE, host.tables.allocatedEnd());
        assertEquals(offsetOf(table), offset(0));
        assertEquals(offsetOf(table) + (limit - 1L) * TranslationEntry.LENGTH, offset(limit - 1));
        assertEquals(EventTables.NONE, offset(limit));
    }

    @Test
    void shouldKeepATableThatIsLongEnough()
    {
        assertTrue(devices.prepare(DEVICE, 0));
        final long end = host.tables.allocatedEnd();
        final IssuedCommands commands = new IssuedCommands(rig);

        assertEquals("", commands.of(() -> assertTrue(devices.prepare(DEVICE, 4095))));
        assertEquals(end, host.tables.allocatedEnd());
        assertEquals("MAPD", commands.of(() -> assertTrue(devices.prepare(DEVICE, 4096))));
        assertEquals("", commands.of(() -> assertTrue(devices.prepare(DEVICE, 8191))));
    }

    /** Follows the table in RAM with a table that is not empty, whose words are no entries of the device. */
    @Test
    void shouldCopyTheEntriesToALongerTableAndFreeTheOldOne()
    {
        assertTrue(devices.prepare(DEVICE, 0));
        final PhysicalMemory memory = rig.machine().memory();
        final long oldTable = memory.base() + offset(0);
        final long behind = host.tables.allocate(GRANULE);
        assertEquals(oldTable + GRANULE, behind);
        for (int i = 0; i < 64; i += Long.BYTES)
        {
            memory.storeLong(behind + i, TranslationEntry.virtual(8300, 0));
        }
        final EventTables events = host.hardware.events();
        events.putEntry(offset(0), TranslationEntry.virtual(8200, 1), 9000);
        events.putEntry(offset(4095), TranslationEntry.physical(8201, 1), 9001);

        assertTrue(devices.prepare(DEVICE, 8191));

        assertEquals(memory.base() + offset(0), behind + GRANULE);
        assertEquals(TranslationEntry.virtual(8200, 1), events.entry(offset(0)));
        assertEquals(9000, events.doorbell(offset(0)));
        assertEquals(TranslationEntry.physical(8201, 1), events.entry(offset(4095)));
        assertEquals(9001, events.doorbell(offset(4095)));
        for (int event = 4096; event < 4100; event++)
        {
            assertEquals(0, events.entry(offset(event)));
            assertEquals(0, events.doorbell(offset(event)));
        }
        assertEquals(oldTable, host.tables.allocate(GRANULE));
    }

    @Test
    void shouldFreeATableOfTwoGranulesForAnotherOfThatLength()
    {
        assertTrue(devices.prepare(DEVICE, 4096));
        final long oldTable = V4Rig.RAM + offset(0);

        assertTrue(devices.prepare(DEVICE, 8192));

        assertEquals(oldTable, host.tables.allocate(2 * GRANULE));
    }

    @Test
    void shouldRefuseAnEventWhenRamIsUsedUp()
    {
        assertTrue(devices.prepare(DEVICE, 0));
        final long before = offset(0);
        takeAllSpace();

        assertFalse(devices.prepare(DEVICE + 1, 0));
        assertFalse(devices.prepare(DEVICE, 4096));
        assertFalse(devices.prepare(1 << 19, 0));
        assertEquals("OK -ENOMEM", rig.line("map 0 8 0 0 8200"));

        assertTrue(devices.prepare(DEVICE, 4095));
        assertEquals(before, offset(0));
        assertEquals(EventTables.NONE, offset(4096));
        assertEquals(EventTables.NONE, host.hardware.events().entryOffset(DEVICE + 1, 0));
    }

    /** Pages of the device table have 8,192 entries each: device 8,192 is the first that needs another page. */
    @Test
    void shouldNeedAPageOfTheDeviceTableAndATable()
    {
        assertTrue(devices.prepare(DEVICE, 0));
        final long end = host.tables.allocatedEnd();

        assertTrue(devices.prepare(8191, 0));
        assertEquals(end + GRANULE, host.tables.allocatedEnd());
        assertTrue(devices.prepare(8192, 0));
        assertEquals(end + 3 * GRANULE, host.tables.allocatedEnd());
    }

    @Test
    void shouldSaveAndRestoreTheTableOfEachDevice()
    {
        assertTrue(devices.prepare(2, 0));
        assertTrue(devices.prepare(DEVICE, 4096));
        final SavedWords saved = new SavedWords();
        devices.state(saved);
        final long first = address(2);
        final long second = address(DEVICE);
        assertEquals(List.of(2L, 2L, first, 12L, (long)DEVICE, second, 13L), saved.words());
        final Devices restored = new Devices(rig.machine().memory(), host.tables,
            host.hardware.events().devices(), host.hardware.driver());

        restored.state(saved.restoring());

        final SavedWords again = new SavedWords();
        restored.state(again);
        assertEquals(saved.words(), again.words());
        final IssuedCommands commands = new IssuedCommands(rig);
        assertEquals("", commands.of(() -> assertTrue(restored.prepare(2, 4095))));
        assertEquals("", commands.of(() -> assertTrue(restored.prepare(DEVICE, 8191))));
        assertEquals("MAPD", commands.of(() -> assertTrue(restored.prepare(3, 0))));
    }

    private void takeAllSpace()
    {
        while (host.tables.allocate(GRANULE) != HostMemory.NONE)
        {
            assertTrue(host.tables.allocatedEnd() <= V4Rig.RAM + (1 << 26));
        }
    }

    private long offset(final int event)
    {
        return host.hardware.events().entryOffset(DEVICE, event);
    }

    private long address(final int device)
    {
        return V4Rig.RAM + host.hardware.events().entryOffset(device, 0);
    }

    private static long offsetOf(final long address)
    {
        return address - V4Rig.RAM;
    }
}
