package org.gale.engine.command;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KvmAttrTest
{
    @ParameterizedTest(name = "{0}")
    @CsvSource({"ADDR, 0", "NR_IRQS, 3", "CTRL, 4", "CPU_SYSREGS, 6", "IRS_REGS, 10", "IST, 11", "ctrl, -1", "IRS, -1"})
    void shouldFindAGroupByItsName(final String name, final int group)
    {
        assertEquals(group, KvmAttr.group(name));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "0, IRS, 0", "4, INIT, 0", "4, USERSPACE_PPIS, 5", "4, IRS, -1", "3, INIT, -1", "6, IDR0, -1", "11, IDR0, -1",
        "10, IDR0, 0x0", "10, IDR1, 0x4", "10, IDR2, 0x8", "10, IDR3, 0xc", "10, IDR4, 0x10", "10, IDR5, 0x14",
        "10, IDR6, 0x18", "10, IDR7, 0x1c", "10, IIDR, 0x40", "10, AIDR, 0x44", "10, CR0, 0x80", "10, CR1, 0x84",
        "10, SYNC_STATUSR, 0xc4", "10, SPI_SELR, 0x108", "10, SPI_DOMAINR, 0x10c", "10, SPI_CFGR, 0x114",
        "10, SPI_STATUSR, 0x118", "10, PE_SELR, 0x140", "10, PE_STATUSR, 0x144", "10, PE_CR0, 0x148",
        "10, IST_BASER, 0x180", "10, IST_CFGR, 0x190", "10, IST_STATUSR, 0x194", "10, IRS_CR0, -1" })
    void shouldFindAnAttributeByItsName(final int group, final String name, final int attr)
    {
        assertEquals(attr, KvmAttr.attr(group, name));
        assertEquals(attr != -1, KvmAttr.attrs(group).contains(name));
        assertTrue(attr == -1 || group != KvmAttr.IRS_REGS || KvmAttr.isIrsRegister(attr));
    }

    @Test
    void shouldListNamesInTheirOrder()
    {
        assertEquals(List.of("ADDR", "CPU_SYSREGS", "CTRL", "IRS_REGS", "IST", "NR_IRQS"), KvmAttr.groups());
        assertEquals(List.of("INIT", "USERSPACE_PPIS"), KvmAttr.attrs(KvmAttr.CTRL));
        assertEquals(List.of(), KvmAttr.attrs(KvmAttr.NR_IRQS));
        assertEquals(65, KvmAttr.attrs(KvmAttr.IRS_REGS).size());
    }

    @Test
    void shouldFindNoRegisterAtAnotherOffset()
    {
        assertFalse(KvmAttr.isIrsRegister(0x20));
        assertFalse(KvmAttr.isIrsRegister(0x184));
        assertFalse(KvmAttr.isIrsRegister(-1));
    }

    @Test
    void shouldCountTheNumbersOfAValue()
    {
        assertEquals(0, KvmAttr.count(KvmAttr.BY_INDEX | KvmAttr.BAD));
        assertEquals(2, KvmAttr.count(2 << KvmAttr.COUNT_SHIFT));
        assertEquals(4, KvmAttr.count(4 << KvmAttr.COUNT_SHIFT));
        assertEquals(4, KvmAttr.count(15 << KvmAttr.COUNT_SHIFT));
    }
}
