package org.gale.engine.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.gicv5.Ist;
import org.gale.engine.gicv5.Rig;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.gale.engine.inspect.Views.refusal;
import static org.gale.engine.inspect.Views.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of each view of a small machine: its content, and that entries with their reset values are omitted. */
class InspectorTest
{
    private static final int VM = 3;
    private static final int DEVICE = 5;

    private final Rig rig = new Rig("pes=2 spis=64");
    private Ist lpis;

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 14));
        rig.vmTable();
        lpis = rig.simpleVm(VM, 14);
        rig.simpleVm(1, 14);
        rig.deviceTable();
        rig.device(DEVICE);
        rig.mapEvent(DEVICE, 7, VM, 8193);
        rig.msi(DEVICE, 7);
        rig.vd(GicInstruction.VDEN, VM, Rig.lpi(8193), 0);
        rig.vd(GicInstruction.VDPRI, VM, Rig.lpi(8193), 10L << 59);
        rig.vd(GicInstruction.VDAFF, VM, Rig.lpi(8193), 3L << 48);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldShowTheVmTable()
    {
        final JsonNode json = view(rig, "vmt");

        assertEquals("0x40200000", json.at("/IRS_VMT_BASER/ADDR").textValue());
        assertEquals(1, json.at("/IRS_VMT_BASER/VALID").intValue());
        assertEquals(8, json.at("/IRS_VMT_CFGR/VM_ID_BITS").intValue());
        assertTrue(json.get("valid").booleanValue());
        assertEquals("linear", json.get("structure").textValue());
        assertEquals(256, json.get("entries").intValue());
        assertEquals("[{\"VM_ID\":1,\"address\":\"0x40200020\",\"vpe_ids\":4,\"valid_vpes\":4,\"lpis\":true," +
            "\"spis\":true},{\"VM_ID\":3,\"address\":\"0x40200060\",\"vpe_ids\":4,\"valid_vpes\":4,\"lpis\":true," +
            "\"spis\":true}]", json.get("vms").toString());
    }

    @Test
    void shouldShowNoVmWhenNoTableIsValid()
    {
        rig.irsLong(0x200, 0);

        final JsonNode json = view(rig, "vmt");

        assertFalse(json.get("valid").booleanValue());
        assertEquals("[]", json.get("vms").toString());
        assertEquals("VM 3 has no entry in a VM table that is valid (no VM is valid)", refusal(rig, "vmte --vm 3"));
    }

    @Test
    void shouldShowTheEntryOfAVmWhetherItIsValidOrNot()
    {
        final JsonNode valid = view(rig, "vmte --vm 3");
        final JsonNode invalid = view(rig, "vmte --vm=0x4");

        assertTrue(valid.get("valid").booleanValue());
        assertEquals("0x40200060", valid.get("address").textValue());
        assertEquals(1, valid.at("/L2_VMTE/VM/VALID").intValue());
        assertEquals("0x41300000", valid.at("/L2_VMTE/VPET/VPET_ADDR").textValue());
        assertEquals(2, valid.at("/L2_VMTE/VPET/VPE_ID_BITS").intValue());
        assertEquals("0x7000000041310001", valid.at("/L2_VMTE/LPI_IST/word").textValue());
        assertEquals(14, valid.at("/L2_VMTE/LPI_IST/ID_BITS").intValue());
        assertEquals("0x41301000", valid.at("/L2_VMTE/SPI_IST/IST_ADDR").textValue());
        assertFalse(invalid.get("valid").booleanValue());
        assertEquals("0x0000000000000000", invalid.at("/L2_VMTE/VM/word").textValue());
    }

    @Test
    void shouldShowVpesAndWhereTheyAreResident()
    {
        assertTrue(rig.enter(1, VM, 2));

        final JsonNode json = view(rig, "vpet --vm 3");

        assertEquals(4, json.get("VPETE").size());
        assertEquals("{\"VPE_ID\":2,\"valid\":true,\"PE\":1,\"word\":\"0x0000000000000001\"," +
            "\"VPED_ADDR\":\"0x0\",\"VALID\":1}", json.at("/VPETE/2").toString());
        assertTrue(json.at("/VPETE/3/PE").isNull());
    }

    @Test
    void shouldShowVpetesThatDifferFromReset()
    {
        rig.describeVm(9, Rig.RAM + 0x60_0000, 3, null, null);
        rig.mapVm(9, false);
        rig.store(Rig.RAM + 0x60_0000 + 5 * 8, 8, 0x12345678);

        final JsonNode some = view(rig, "vpet --vm 9");
        final JsonNode all = view(rig, "vpet --vm 9 --all");

        assertEquals("[{\"VPE_ID\":5,\"valid\":false,\"PE\":null,\"word\":\"0x0000000012345678\"," +
            "\"VPED_ADDR\":\"0x12345678\",\"VALID\":0}]", some.get("VPETE").toString());
        assertEquals(8, all.get("VPETE").size());
    }

    @Tag("B-VPE-8")
    @Tag("B-VPE-2")
    @Test
    void shouldShowAVpeWithItsDoorbellAndItsCandidate()
    {
        rig.store(Rig.RAM + 0x130_0000 + 3 * 8, 8, 0x4160_0001);
        rig.store(0x4160_0000, 8, 0xabcdL);
        rig.doorbell(VM, 3, 99, 7, false);

        final JsonNode json = view(rig, "vped --vm 3 --vpe 3");

        assertTrue(json.get("valid").booleanValue());
        assertEquals("0x41300018", json.get("address").textValue());
        assertEquals("0x41600000", json.at("/VPETE/VPED_ADDR").textValue());
        assertEquals("{\"address\":\"0x41600000\",\"word\":\"0x000000000000abcd\"}", json.get("VPED").toString());
        assertEquals(99, json.at("/IRS_VPE_DBR/INTID").intValue());
        assertEquals(7, json.at("/IRS_VPE_DBR/DBPM").intValue());
        assertEquals(1, json.at("/IRS_VPE_DBR/DBV").intValue());
        assertEquals(0, json.at("/IRS_VPE_CR0/DPS").intValue());
        assertEquals("{\"word\":\"0x0000000140002001\",\"HPPIV\":1,\"TYPE\":2,\"ID\":8193}",
            json.get("IRS_VPE_HPPIR").toString());
        assertEquals("VPE 4 does not exist (VM 3 has 0 to 3)", refusal(rig, "vped --vm 3 --vpe 4"));
    }

    @Test
    void shouldShowNoDoorbellOfAVpeThatIsNotValid()
    {
        rig.describeVm(9, Rig.RAM + 0x60_0000, 3, null, null);
        rig.mapVm(9, false);

        final JsonNode json = view(rig, "vped --vm 9 --vpe 7");

        assertFalse(json.get("valid").booleanValue());
        assertFalse(json.has("IRS_VPE_DBR"));
        assertEquals("0x0", json.at("/VPED/address").textValue());
        assertFalse(json.get("VPED").has("word"));
    }

    @Test
    void shouldShowPhysicalLpisThatDifferFromReset()
    {
        rig.pend(0, Rig.EL1, Rig.lpi(5), true);
        rig.handlingMode(0, Rig.EL1, Rig.lpi(16383), true);

        final JsonNode json = view(rig, "ist");

        assertEquals("LPI", json.get("type").textValue());
        assertEquals("0x40100000", json.get("address").textValue());
        assertEquals("linear", json.get("structure").textValue());
        assertEquals(16384, json.get("entries").intValue());
        assertEquals(4, json.get("entry_bytes").intValue());
        assertEquals(14, json.at("/IRS_IST_CFGR/LPI_ID_BITS").intValue());
        assertEquals("[{\"ID\":5,\"state\":\"P..\",\"word\":\"0x00000001\",\"IAFFID\":0,\"PRIORITY\":0,\"HWU\":0," +
            "\"IRM\":0,\"ENABLE\":0,\"HM\":0,\"ACTIVE\":0,\"PENDING\":1}," +
            "{\"ID\":16383,\"state\":\"...\",\"word\":\"0x00000004\",\"IAFFID\":0,\"PRIORITY\":0,\"HWU\":0," +
            "\"IRM\":0,\"ENABLE\":0,\"HM\":1,\"ACTIVE\":0,\"PENDING\":0}]", json.get("L2_ISTE").toString());
        assertFalse(json.has("truncated"));
    }

    @Tag("M-SPIRST")
    @Test
    void shouldShowPhysicalSpisThatDifferFromReset()
    {
        assertEquals("[]", view(rig, "ist --type spi").get("L2_ISTE").toString());

        rig.enable(0, Rig.EL1, Rig.spi(9), true);

        assertEquals(9, view(rig, "ist --type=spi").at("/L2_ISTE/0/ID").intValue());
        assertFalse(view(rig, "ist --type spi").has("address"));
    }

    @Test
    void shouldShowEveryEntryWhenAsked()
    {
        final JsonNode all = view(rig, "vist --vm 3 --type spi --all --json");

        assertEquals(64, all.get("L2_ISTE").size());
        assertEquals(63, all.at("/L2_ISTE/63/ID").intValue());
        assertEquals("0x00000000", all.at("/L2_ISTE/63/word").textValue());
        assertEquals("[]", view(rig, "vist --vm 3 --type spi").get("L2_ISTE").toString());
    }

    @Test
    void shouldShowTheLpisOfAVm()
    {
        rig.store(lpis.entryAddress(8200), 4, 0x0001_f80a | 1 << 5);

        final JsonNode json = view(rig, "vist --vm 3");

        assertEquals(VM, json.get("VM_ID").intValue());
        assertTrue(json.get("valid").booleanValue());
        assertEquals("0x41310000", json.get("address").textValue());
        assertEquals("[{\"ID\":8193,\"state\":\"PE.\",\"word\":\"0x00035009\",\"IAFFID\":3,\"PRIORITY\":10,\"HWU\":0," +
            "\"IRM\":0,\"ENABLE\":1,\"HM\":0,\"ACTIVE\":0,\"PENDING\":1}," +
            "{\"ID\":8200,\"state\":\".EA\",\"word\":\"0x0001f82a\",\"IAFFID\":1,\"PRIORITY\":31,\"HWU\":0," +
            "\"IRM\":0,\"ENABLE\":1,\"HM\":0,\"ACTIVE\":1,\"PENDING\":0,\"RES0\":\"0x00000020\"}]",
            json.get("L2_ISTE").toString());
        assertEquals("[]", view(rig, "vist --vm 1 --type lpi").get("L2_ISTE").toString());
    }

    @Test
    void shouldShowOneEntryWhateverItsState()
    {
        for (final int id : new int[] {8193, 8194})
        {
            final JsonNode entries = view(rig, "vist --vm 3 --id " + id).get("L2_ISTE");

            assertEquals(1, entries.size());
            assertEquals(id, entries.get(0).get("ID").intValue());
            assertEquals(id == 8193 ? "0x00035009" : "0x00000000", entries.get(0).get("word").textValue());
        }
        final String message = assertThrows(
            IllegalArgumentException.class, () -> view(rig, "vist --vm 3 --id 4294967295")).getMessage();
        assertTrue(message.startsWith("id 4294967295 is not in the table, which has 0 to "), message);
    }

    @Test
    void shouldSayThatATableIsNotValid()
    {
        rig.mapVist(VM, 2, true);

        final JsonNode json = view(rig, "vist --vm 3");

        assertFalse(json.get("valid").booleanValue());
        assertFalse(json.has("L2_ISTE"));
    }

    @Test
    void shouldShowDevices()
    {
        final JsonNode json = view(rig, "dt");

        assertEquals(1, json.at("/ITS_CR0/ITSEN").intValue());
        assertEquals("0x40500000", json.get("base").textValue());
        assertEquals(256, json.get("entries").intValue());
        assertEquals("[{\"DeviceID\":5,\"word\":\"0x4800000040515001\",\"EVENTID_BITS\":9,\"ITT_STRUCTURE\":0," +
            "\"DSWE\":0,\"ITT_ADDR\":\"0x40515000\",\"ITT_L2SZ\":0,\"VALID\":1}]", json.get("L2_DTE").toString());
        assertEquals(256, view(rig, "dt --all").get("L2_DTE").size());
    }

    @Test
    void shouldShowTheEventsOfADevice()
    {
        final JsonNode json = view(rig, "itt --device 5");

        assertEquals("found", json.get("walk").textValue());
        assertEquals("0x40500028", json.get("address").textValue());
        assertTrue(json.get("valid").booleanValue());
        assertEquals(512, json.get("entries").intValue());
        assertEquals("[{\"EventID\":7,\"word\":\"0x00000003c0002001\",\"VM_ID\":3,\"VALID\":1,\"VIRTUAL\":1," +
            "\"DAC\":0,\"LPI_ID\":8193}]", json.get("L2_ITTE").toString());
        assertFalse(view(rig, "itt --device 6").get("valid").booleanValue());
        assertEquals("DeviceID out of range", view(rig, "itt --device 256").get("walk").textValue());
        assertEquals("DeviceID out of range", view(rig, "itt --device 0xffffffff").get("walk").textValue());
    }

    @Test
    void shouldShowPpis()
    {
        rig.sysw(1, Rig.EL1, SystemRegister.ICC_PPI_ENABLER0_EL1, 1 << 23);
        rig.sysw(1, Rig.EL1, SystemRegister.ICC_PPI_PRIORITYR2_EL1, 8L << 56);
        rig.ppi(1, 23, true);

        final JsonNode json = view(rig, "ppi --pe 1");

        assertEquals("physical", json.get("domain").textValue());
        assertEquals(23, json.get("candidate").intValue());
        assertEquals(47, json.get("ppis").size());
        assertEquals("{\"ID\":3,\"state\":\"...\",\"PRIORITY\":0,\"ENABLE\":0,\"HM\":0,\"ACTIVE\":0,\"PENDING\":0}",
            json.at("/ppis/0").toString());
        assertEquals("{\"ID\":23,\"state\":\"PE.\",\"PRIORITY\":8,\"ENABLE\":1,\"HM\":1,\"ACTIVE\":0,\"PENDING\":1}",
            json.at("/ppis/6").toString());
        assertEquals(95, json.at("/ppis/46/ID").intValue());
        assertTrue(view(rig, "ppi --pe 0").get("candidate").isNull());
    }

    @Tag("B-VPP-2")
    @Test
    void shouldShowVirtualPpisWithThePendingThatCounts()
    {
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_DVIR0_EL2, 1 << 23);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_HVIR1_EL2, 1);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2, 1 << 20);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_ACTIVER0_EL2, 1 << 20);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_ENABLER0_EL2, 1 << 23);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PRIORITYR8_EL2, 9);
        rig.ppi(0, 23, true);

        final JsonNode json = view(rig, "ppi --virtual --pe 0");

        assertEquals("virtual", json.get("domain").textValue());
        assertEquals(23, json.get("candidate").intValue());
        assertEquals("{\"ID\":20,\"state\":\"P.A\",\"PRIORITY\":0,\"ENABLE\":0,\"HM\":1,\"ACTIVE\":1,\"PENDING\":1," +
            "\"DVI\":0,\"HVI\":0}", json.at("/ppis/3").toString());
        assertEquals("{\"ID\":23,\"state\":\"PE.\",\"PRIORITY\":0,\"ENABLE\":1,\"HM\":1,\"ACTIVE\":0,\"PENDING\":1," +
            "\"DVI\":1,\"HVI\":0}", json.at("/ppis/6").toString());
        assertEquals("{\"ID\":64,\"state\":\"...\",\"PRIORITY\":9,\"ENABLE\":0,\"HM\":1,\"ACTIVE\":0,\"PENDING\":0," +
            "\"DVI\":0,\"HVI\":1}", json.at("/ppis/15").toString());
    }

    @Test
    void shouldShowRegistersOfAllPesOrOfOne()
    {
        rig.sysw(1, Rig.EL1, SystemRegister.ICC_PCR_EL1, 0x1f);

        final JsonNode all = view(rig, "regs");
        final JsonNode one = view(rig, "regs --pe 1");

        assertEquals("{\"word\":\"0x00000003\",\"IDLE\":1,\"IRSEN\":1}", all.at("/IRS/IRS_CR0").toString());
        assertEquals("0x0000125d", all.at("/IRS/IRS_IDR0/word").textValue());
        assertEquals(1, all.at("/ITS/ITS_CR0/ITSEN").intValue());
        assertEquals("0x00001001", all.at("/IWB/IWB_IDR0/word").textValue());
        assertEquals(2, all.get("PEs").size());
        assertEquals("{\"word\":\"0x000000000000001f\",\"PRIORITY\":31}", all.at("/PEs/1/ICC_PCR_EL1").toString());
        assertEquals(0, all.at("/PEs/0/ICC_PCR_EL1/PRIORITY").intValue());
        assertEquals(1, one.get("PEs").size());
        assertEquals(all.at("/PEs/1"), one.at("/PEs/0"));
        assertEquals("PE 2 does not exist (PEs are 0 to 1)", refusal(rig, "regs --pe 2"));
    }

    @Test
    void shouldShowTheRegistersThatAMachineHas()
    {
        try (Rig el1 = new Rig("preset=el1 pes=1"))
        {
            final JsonNode json = view(el1, "regs");

            assertTrue(json.get("IRS").has("IRS_IST_BASER"));
            assertFalse(json.get("IRS").has("IRS_VMT_BASER"));
            assertFalse(json.has("ITS"));
            assertTrue(json.at("/PEs/0").has("ICC_CR0_EL1"));
            assertFalse(json.at("/PEs/0").has("ICH_VMCR_EL2"));
            for (final String words : new String[]{
                "vmt", "vmte --vm 0", "vpet --vm 0", "vped --vm 0 --vpe 0", "vist --vm 0", "dt", "itt --device 0",
                "ppi --pe 0 --virtual", "pending --vm 0"})
            {
                assertTrue(refusal(el1, words).contains("this machine has neither VMs nor an ITS"), words);
            }
            assertEquals("[]", view(el1, "pending").get("pending").toString());
        }
    }
}
