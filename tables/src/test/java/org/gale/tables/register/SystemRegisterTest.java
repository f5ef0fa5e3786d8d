package org.gale.tables.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemRegisterTest
{
    /**
     * Compares each line: names of consecutive op2, '%' standing for 0, 1 …; op1; CRm; the first op2; count; access.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ICC_PPI_HMR%_EL1, 0, 10, 0, 2, RO", "ICC_IDR0_EL1, 0, 10, 2, 1, RO", "ICC_HPPIR_EL1, 0, 10, 3, 1, RO",
        "ICC_ICSR_EL1, 0, 10, 4, 1, RW", "ICC_IAFFIDR_EL1, 0, 10, 5, 1, RO", "ICC_PPI_ENABLER%_EL1, 0, 10, 6, 2, RW",
        "ICC_PPI_CACTIVER%_EL1, 0, 13, 0, 2, RW", "ICC_PPI_SACTIVER%_EL1, 0, 13, 2, 2, RW",
        "ICC_PPI_CPENDR%_EL1, 0, 13, 4, 2, RW", "ICC_PPI_SPENDR%_EL1, 0, 13, 6, 2, RW",
        "ICC_PPI_PRIORITYR%_EL1, 0, 14, 0, 16, RW", "ICC_APR_EL1, 1, 0, 0, 1, RW", "ICC_CR0_EL1, 1, 0, 1, 1, RW",
        "ICC_PCR_EL1, 1, 0, 2, 1, RW",
        "ICH_APR_EL2, 4, 8, 4, 1, RW", "ICH_HPPIR_EL2, 4, 8, 5, 1, RO", "ICH_HFGRTR_EL2, 4, 9, 4, 1, RW",
        "ICH_HFGWTR_EL2, 4, 9, 6, 1, RW", "ICH_HFGITR_EL2, 4, 9, 7, 1, RW", "ICH_PPI_DVIR%_EL2, 4, 10, 0, 2, RW",
        "ICH_PPI_ENABLER%_EL2, 4, 10, 2, 2, RW", "ICH_PPI_PENDR%_EL2, 4, 10, 4, 2, RW",
        "ICH_PPI_ACTIVER%_EL2, 4, 10, 6, 2, RW", "ICH_PPI_HVIR%_EL2, 4, 11, 0, 2, RW",
        "ICH_VCTLR_EL2, 4, 11, 4, 1, RW", "ICH_CONTEXTR_EL2, 4, 11, 6, 1, RW", "ICH_VMCR_EL2, 4, 11, 7, 1, RW",
        "ICH_PPI_PRIORITYR%_EL2, 4, 14, 0, 16, RW",
        "ICC_APR_EL3, 6, 8, 0, 1, RW", "ICC_PCR_EL3, 6, 8, 1, 1, RW", "ICC_DOMHPPIR_EL3, 6, 8, 2, 1, RO",
        "ICC_PPI_DOMAINR%_EL3, 6, 8, 4, 4, RW", "ICC_CR0_EL3, 6, 9, 0, 1, RW", "ICC_HPPIR_EL3, 6, 9, 1, 1, RO" })
    void shouldHaveTheEncodingAndAccessOfTheReference(
        final String names, final int op1, final int crm, final int op2, final int count, final String access)
    {
        for (int i = 0; i < count; i++)
        {
            final SystemRegister register = SystemRegister.byName(names.replace("%", Integer.toString(i)));
            final int crmOp2 = (crm << 3) + op2 + i;                // eight to a CRm

            assertEquals((3 << 14) | (op1 << 11) | (12 << 7) | crmOp2, register.code());
            assertTrue(register.isReadable());
            assertEquals(access.equals("RW"), register.isWritable());
        }
    }

    @Test
    void shouldFindEveryCodeAndNoOther()
    {
        final Set<SystemRegister> found = EnumSet.noneOf(SystemRegister.class);
        for (int code = 0; code < 1 << 16; code++)
        {
            final SystemRegister register = SystemRegister.byCode(code);
            if (register != null)
            {
                assertEquals(code, register.code());
                found.add(register);
            }
        }

        assertEquals(EnumSet.allOf(SystemRegister.class), found);
        assertEquals(78, found.size());
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, Integer.MIN_VALUE, 1 << 16 })
    void shouldFindNothingWhenACodeHasMoreThan16Bits(final int highBits)
    {
        assertNull(SystemRegister.byCode(highBits | SystemRegister.ICC_PCR_EL1.code()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindEveryName(final SystemRegister register)
    {
        assertSame(register, SystemRegister.byName(register.name()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "icc_pcr_el1", "ICC_HAPR_EL1", "ICV_PCR_EL1", "ICC_PPI_PRIORITYR16_EL1", "ICC_SRE_EL1" })
    void shouldFindNothingWhenNothingHasTheName(final String name)
    {
        assertNull(SystemRegister.byName(name));
    }

    @ParameterizedTest
    @CsvSource({ "ICC_PCR_EL1, 1", "ICH_VMCR_EL2, 2", "ICH_PPI_PRIORITYR15_EL2, 2", "ICC_PCR_EL3, 3" })
    void shouldBeDefinedFromTheLevelOfItsNameUp(final SystemRegister register, final int lowestEl)
    {
        assertEquals(lowestEl, register.lowestEl());
    }
}
