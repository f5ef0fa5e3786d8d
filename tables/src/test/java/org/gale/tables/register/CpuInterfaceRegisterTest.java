package org.gale.tables.register;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gale.tables.field.LongField;
import org.gale.tables.ist.L2Iste;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuInterfaceRegisterTest
{
    @Tag("B-INT-16")
    @ParameterizedTest(name = "entry {0}: {1}")
    @CsvSource({
        "0x00000000, 0", "0x00000008, 0x02", "0x00000001, 0x04", "0x00000010, 0x08", "0x00000002, 0x10",
        "0x00000004, 0x20", "0x0000f800, 0xf800", "0x80010000, 0x800100000000", "0xffffffff, 0xffff0000f83e",
        "0x000007e0, 0" })
    void shouldAnswerWithTheConfigurationOfAnEntry(final long iste, final long icsr)
    {
        assertEquals(icsr, IccIcsrEl1.of((int)iste));
    }

    @Tag("B-INT-16")
    @Test
    void shouldAnswerWithNothingButFWhenUnreachable()
    {
        assertEquals(1, IccIcsrEl1.UNREACHABLE);
        assertEquals(0, IccIcsrEl1.of(-1) & IccIcsrEl1.UNREACHABLE);
        assertEquals(0, IccIcsrEl1.of(L2Iste.HWU.mask()));
    }

    @Tag("M-VMCR")
    @Test
    void shouldPlaceEnableAndMaskOfTheVirtualInterface()
    {
        final long vmcr = IchVmcrEl2.VPMR.set(IchVmcrEl2.EN.mask(), 31);

        assertEquals(0xf800_0001L, vmcr);
        assertEquals(31, IchVmcrEl2.VPMR.getInt(vmcr));
        assertEquals(0, IchVmcrEl2.VPMR.getInt(~0xf800_0000L));
    }

    @ParameterizedTest(name = "PPI {0}")
    @CsvSource({ "0, 0", "7, 56", "8, 0", "127, 56", "29, 40" })
    void shouldHoldEightPriorities(final int ppi, final int shift)
    {
        final long only = 31L << shift;

        assertEquals(31, PpiPriorityr.priority(only, ppi));
        assertEquals(0, PpiPriorityr.priority(~only, ppi));
        assertEquals(0x1f1f_1f1f_1f1f_1f1fL, LongField.maskOf(PpiPriorityr.FIELDS));
    }

    @ParameterizedTest(name = "PPI {0}")
    @CsvSource({ "0, 0, 0x1", "63, 0, 0x8000000000000000", "64, 1, 0x1", "127, 1, 0x8000000000000000" })
    void shouldHoldABitPerPpi(final int ppi, final int registerIndex, final String mask)
    {
        assertEquals(registerIndex, PpiBits.registerIndex(ppi));
        assertEquals(Long.parseUnsignedLong(mask.substring(2), 16), PpiBits.mask(ppi));
    }

    @ParameterizedTest(name = "wire {0}")
    @CsvSource({ "0, 0", "15, 30", "16, 0", "63, 30" })
    void shouldHoldADomainPerWire(final int wire, final int shift)
    {
        final int only = 3 << shift;

        assertEquals(only, IwbWdomainr.withDomain(0, wire, InterruptDomain.REALM));
        assertEquals(~only, IwbWdomainr.withDomain(-1, wire, InterruptDomain.SECURE));
    }
}
