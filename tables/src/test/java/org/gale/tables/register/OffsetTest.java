package org.gale.tables.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Offsets of the registers of frames, against a list that was written down apart from the declarations. */
class OffsetTest
{
    /** Sections 3 to 7 of the register reference, without the system registers and those of MEC and MPAM. */
    private static final String REFERENCE = """
        IrsIdr0=0x0000 IrsIdr1=0x0004 IrsIdr2=0x0008 IrsIdr3=0x000c IrsIdr4=0x0010 IrsIdr5=0x0014 IrsIdr6=0x0018
        IrsIdr7=0x001c Iidr=0x0040 Aidr=0x0044 IrsCr0=0x0080 IrsCr1=0x0084 IrsSyncr=0x00c0 IrsSyncStatusr=0x00c4
        IrsSpiVmr=0x0100 IrsSpiSelr=0x0108 IrsSpiDomainr=0x010c IrsSpiResampler=0x0110 IrsSpiCfgr=0x0114
        IrsSpiStatusr=0x0118 IrsPeSelr=0x0140 IrsPeStatusr=0x0144 IrsPeCr0=0x0148 IrsIstBaser=0x0180 IrsIstCfgr=0x0190
        IrsIstStatusr=0x0194 IrsMapL2Istr=0x01c0 IrsVmtBaser=0x0200 IrsVmtCfgr=0x0210 IrsVmtStatusr=0x0214
        IrsVpeSelr=0x0240 IrsVpeDbr=0x0248 IrsVpeHppir=0x0250 IrsVpeCr0=0x0258 IrsVpeStatusr=0x025c IrsVmDbr=0x0280
        IrsVmSelr=0x0288 IrsVmStatusr=0x028c IrsVmapL2Vmtr=0x02c0 IrsVmapVmr=0x02c8 IrsVmapVistr=0x02d0
        IrsVmapL2Vistr=0x02d8 IrsVmapVper=0x02e0 IrsSaveVmr=0x0300 IrsSaveVmStatusr=0x0308 IrsSwerrStatusr=0x03c0
        IrsSwerrSyndromer0=0x03c8 IrsSwerrSyndromer1=0x03d0 Devarch=0xffbc ItsIdr0=0x0000 ItsIdr1=0x0004
        ItsIdr2=0x0008 ItsCr0=0x0080
        ItsCr1=0x0084 ItsDtBaser=0x00c0 ItsDtCfgr=0x00d0 ItsDidr=0x0100 ItsEidr=0x0108 ItsInvEventr=0x010c
        ItsInvDevicer=0x0110 ItsReadEventr=0x0114 ItsReadEventDatar=0x0118 ItsStatusr=0x0120 ItsSyncr=0x0140
        ItsSyncStatusr=0x0148 ItsGenEventDidr=0x0180 ItsGenEventEidr=0x0188 ItsGenEventr=0x018c
        ItsGenEventStatusr=0x0190
        ItsSwerrStatusr=0x0240 ItsSwerrSyndromer0=0x0248 ItsSwerrSyndromer1=0x0250 ItsTranslater=0x0000 IwbIdr0=0x0000
        IwbCr0=0x0080 IwbWenableStatusr=0x00c0 IwbWdomainStatusr=0x00c4 IwbWresampler=0x00c8 IwbWenabler=0x2000
        IwbWtmr=0x4000 IwbWdomainr=0x8000 IrsSetlpir=0x0000 Cidr=0xfff0
        """;

    @TestFactory
    Stream<DynamicTest> shouldDeclareTheOffsetOfTheReference()
    {
        return reference().entrySet().stream().map(entry -> DynamicTest.dynamicTest(
            entry.getKey(), () -> assertEquals(entry.getValue(), declared(entry.getKey()))));
    }

    @Tag("B-TRAP-9")
    @Test
    void shouldPlaceEachStatusRegisterBehindItsConfiguration()
    {
        assertEquals(IrsVmtCfgr.OFFSET + Integer.BYTES, IrsVmtStatusr.OFFSET);
        assertEquals(IrsIstCfgr.OFFSET + Integer.BYTES, IrsIstStatusr.OFFSET);
    }

    @Test
    void shouldAlignEachRegister()
    {
        reference().forEach((name, offset) -> assertEquals(0, offset & 3, name));
        assertTrue(IwbWenabler.OFFSET < IwbWtmr.OFFSET && IwbWtmr.OFFSET < IwbWdomainr.OFFSET);
    }

    private static Map<String, Integer> reference()
    {
        final Map<String, Integer> offsets = new TreeMap<>();
        for (final String entry : REFERENCE.trim().split("\\s+", -1))
        {
            final String[] words = entry.split("=", -1);
            offsets.put(words[0], Integer.decode(words[1]));
        }

        return offsets;
    }

    private static int declared(final String name) throws ReflectiveOperationException
    {
        return Class.forName(OffsetTest.class.getPackageName() + "." + name).getField("OFFSET").getInt(null);
    }
}
