package org.gale.engine.gicv4;

import java.util.List;
import java.util.Map;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.MigratingHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the size of the image of a VM of a GICv4 host that migrates. */
@Tag("M-MIG-4")
class V4ImageSizeTest
{
    private final V4Rig rig = new V4Rig("version=4.1 cpus=4 lpi_bits=14 vpeid_bits=3");

    @AfterEach
    void close()
    {
        rig.close();
    }

    private ImageSize size()
    {
        return MigratingHost.of(rig.machine(), V4Verb.FAMILY).image();
    }

    @Test
    void shouldHaveASizeFromSaveUntilResume()
    {
        V4MigrationTest.vm(rig);
        rig.lines("msi 3 0", "msi 3 2");
        assertNull(size());
        assertEquals("OK stop", rig.line("migrate 0 0 0"));
        assertEquals("OK quiet", rig.line("step"));
        assertNull(size());
        assertEquals("OK save", rig.line("step"));
        final ImageSize saved = size();
        assertEquals("OK destroy", rig.line("step"));

        assertEquals(Map.of("header", 24L, "vcpus", 16L, "vlpis", 48L, "properties", 24L), saved.parts());
        assertEquals(List.of("header", "vcpus", "vlpis", "properties"), List.copyOf(saved.parts().keySet()));
        assertEquals(112, saved.bytes());
        assertEquals(2, saved.pending());
        assertEquals(saved, size());
        assertEquals("restore resume 1", rig.steps());
        assertNull(size());
    }
}
