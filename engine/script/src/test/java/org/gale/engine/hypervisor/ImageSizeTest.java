package org.gale.engine.hypervisor;

import java.util.List;
import java.util.Map;
import org.gale.engine.machine.ImageSize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the size of the image of a VM of KVM that migrates. */
@Tag("M-MIG-1")
class ImageSizeTest
{
    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldHaveASizeFromSaveUntilResume()
    {
        rig.initialised(2);
        assertNull(rig.verbs().image());
        rig.expect("OK stop", "kvm migrate 0");
        rig.expect("OK quiet", "kvm step");
        assertNull(rig.verbs().image());
        rig.expect("OK save", "kvm step");
        final ImageSize saved = rig.verbs().image();
        rig.expect("OK destroy", "kvm step");

        assertEquals(List.of("header", "irs_regs", "cpu_sysregs", "spi_ist", "lpi_ist"),
            List.copyOf(saved.parts().keySet()));
        assertEquals(Map.of("header", 40L, "irs_regs", 64L, "cpu_sysregs", 2 * 15 * 8L, "spi_ist", 128L, "lpi_ist",
            0L), saved.parts());
        assertEquals(saved.bytes(), saved.parts().values().stream().mapToLong(Long::longValue).sum());
        assertEquals(saved, rig.verbs().image());
        rig.expect("OK restore", "kvm step");
        rig.expect("OK resume 1", "kvm step");
        assertNull(rig.verbs().image());
    }
}
