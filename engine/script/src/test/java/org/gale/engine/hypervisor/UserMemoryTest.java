package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserMemoryTest
{
    private static final UserMemory RAM = new UserMemory(0x4000_0000L, 0x1000);

    @Tag("K-AT-74")
    @ParameterizedTest(name = "0x{0}, 0x{1} bytes")
    @CsvSource({
        "40000000, 1000, true", "40000000, 1001, false", "40000fff, 1, true", "40000fff, 2, false", "40001000, 0, true",
        "40001000, 1, false", "3fffffff, 1, false", "3fffffff, 2, false", "0, 80, false",
        "ffffffffffffffff, 80, false", "8000000000000000, 80, false", "fffffffffffff000, 1000, false",
        "40000000, ffffffffffffffff, false", "40000080, ffffffffffffff80, false" })
    void shouldContainNothingButWholeBuffersInRam(final String address, final String bytes, final boolean contains)
    {
        assertEquals(contains, RAM.contains(Long.parseUnsignedLong(address, 16), Long.parseUnsignedLong(bytes, 16)));
    }

    @Tag("K-AT-74")
    @Test
    void shouldFaultWhenABufferLiesAtTheEndOfTheAddressSpace()
    {
        try (KvmRig rig = new KvmRig())
        {
            rig.initialised(1);

            rig.expect("OK -EFAULT", "kvm get_attr 0 IST 0 0xffffffffffffffff 128 0 0");
            rig.expect("OK -EFAULT", "kvm set_attr 0 IST 0 0x8000000000000000 128 0 0");
        }
    }
}
