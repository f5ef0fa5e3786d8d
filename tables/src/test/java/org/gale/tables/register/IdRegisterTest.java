package org.gale.tables.register;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the identification registers of the reference machine, built from their fields. */
class IdRegisterTest
{
    @Test
    void shouldBuildTheIdRegistersOfTheIrs()
    {
        int idr0 = IrsIdr0.INT_DOM.set(0, InterruptDomain.NON_SECURE);
        idr0 = IrsIdr0.PA_RANGE.set(idr0, PaRange.BITS_56);
        idr0 = IrsIdr0.VIRT.with(idr0, true);
        idr0 = IrsIdr0.SETLPI.with(idr0, true);
        idr0 = IrsIdr0.SWE.with(idr0, true);
        int idr2 = IrsIdr2.ID_BITS.set(0, 24);
        idr2 = IrsIdr2.LPI.with(idr2, true);
        idr2 = IrsIdr2.MIN_LPI_ID_BITS.set(idr2, 14);
        idr2 = IrsIdr2.IST_LEVELS.with(idr2, true);
        idr2 = IrsIdr2.IST_L2SZ.set(idr2, 7);

        assertEquals(0x125d, idr0);
        assertEquals(0x3fb8, idr2);
        assertEquals(0x600, IrsIdr3.VMT_LEVELS.with(IrsIdr3.VM_ID_BITS.set(0, 16), true));
    }

    @Tag("B-IRS-6")
    @Test
    void shouldEncodeTheWidthsOfIdr1MinusOne()
    {
        final int idr1 = IrsIdr1.withPriBits(IrsIdr1.withIaffidBits(IrsIdr1.PE_CNT.set(0, 4), 16), 5);

        assertEquals(0x4f0004, idr1);
    }

    @Tag("B-IRS-6")
    @Tag("B-TRAP-12")
    @ParameterizedTest
    @ValueSource(ints = { 1, 4, 15, 16 })
    void shouldKeepTheCountsApartFromTheWidthsMinusOne(final int bits)
    {
        assertEquals(bits - 1, IrsIdr1.IAFFID_BITS.get(IrsIdr1.withIaffidBits(0, bits)));
        assertEquals(bits - 1, IrsIdr4.VPE_ID_BITS.get(IrsIdr4.withVpeIdBits(0, bits)));
        assertEquals(bits, IrsIdr3.VM_ID_BITS.get(IrsIdr3.VM_ID_BITS.set(0, bits)));
        assertEquals(bits, IrsIdr2.ID_BITS.get(IrsIdr2.ID_BITS.set(0, bits)));
    }

    @Test
    void shouldBuildIdr4()
    {
        assertEquals(0x3c3, IrsIdr4.withVpeIdBits(IrsIdr4.VPED_SZ.set(0, 3), 16));
    }

    @Test
    void shouldBuildTheIdRegistersOfTheIts()
    {
        int idr0 = ItsIdr0.INT_DOM.set(0, InterruptDomain.NON_SECURE);
        idr0 = ItsIdr0.PA_RANGE.set(idr0, PaRange.BITS_56);
        idr0 = ItsIdr0.SWE.with(idr0, true);
        int idr1 = ItsIdr1.DEVICEID_BITS.set(0, 20);
        idr1 = ItsIdr1.DT_LEVELS.with(idr1, true);
        idr1 = ItsIdr1.ITT_LEVELS.with(idr1, true);
        idr1 = ItsIdr1.L2SZ.set(idr1, 7);

        assertEquals(0x11d, idr0);
        assertEquals(0x7d4, idr1);
        assertEquals(0x10, ItsIdr2.EVENTID_BITS.set(0, 16));
    }

    @Test
    void shouldBuildTheIdRegisterOfTheIwb()
    {
        final int idr0 = IwbIdr0.INT_DOMS.set(IwbIdr0.withWireCount(0, 64), 1 << InterruptDomain.NON_SECURE);

        assertEquals(0x1001, idr0);
    }

    @ParameterizedTest
    @CsvSource({ "32, 0", "64, 1", "65536, 2047" })
    void shouldCountWiresIn32sMinusOne(final int wires, final int encoded)
    {
        assertEquals(encoded, IwbIdr0.IW_RANGE.get(IwbIdr0.withWireCount(-1, wires)));
    }

    @Test
    void shouldBuildTheIdRegisterOfTheCpuInterface()
    {
        assertEquals(0x41, IccIdr0El1.PRI_BITS.set(IccIdr0El1.ID_BITS.set(0, 1), 4));
    }

    @Test
    void shouldBuildTheRegistersOfAllFrames()
    {
        final int iidr = Iidr.PRODUCT_ID.set(Iidr.IMPLEMENTER.set(0, 0x43b), 0xfff);
        final int devarch = Devarch.ARCHITECT.set(Devarch.PRESENT.with(Devarch.ARCHID.set(0, 0x5a19), true), 0x23b);

        assertEquals(0xfff0043b, iidr);
        assertEquals(0x47705a19, devarch);
        assertEquals(0x000, Aidr.COMPONENT.set(0, Aidr.COMPONENT_IRS));
        assertEquals(0x100, Aidr.COMPONENT.set(0, Aidr.COMPONENT_ITS));
        assertEquals(0x200, Aidr.COMPONENT.set(0, Aidr.COMPONENT_IWB));
    }
}
