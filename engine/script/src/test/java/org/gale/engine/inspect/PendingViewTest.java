package org.gale.engine.inspect;

import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.gicv5.Ist;
import org.gale.engine.gicv5.Rig;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.gale.engine.inspect.Views.refusal;
import static org.gale.engine.inspect.Views.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the view of all pending interrupts. */
class PendingViewTest
{
    private final Rig rig = new Rig("pes=2 spis=64 virt_one_n=1");

    @BeforeEach
    void bringUp()
    {
        bringUp(rig);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldShowNothingWhenNothingIsPending()
    {
        rig.enable(0, Rig.EL1, Rig.lpi(5), true);

        assertEquals(List.of(), pending("pending"));
    }

    @Test
    void shouldShowEveryPendingInterruptWithItsOwnerAndItsTarget()
    {
        rig.pend(0, Rig.EL1, Rig.lpi(5), true);
        rig.target(0, Rig.EL1, Rig.lpi(5), 1, false);
        rig.priority(0, Rig.EL1, Rig.lpi(5), 9);
        rig.pend(0, Rig.EL1, Rig.spi(63), true);
        rig.enable(0, Rig.EL1, Rig.spi(63), true);
        rig.ppi(1, 23, true);
        rig.virtualPend(3, Rig.spi(4), true);
        rig.virtualPend(1, Rig.lpi(16383), true);
        rig.vd(GicInstruction.VDAFF, 1, Rig.lpi(16383), 2L << 48);

        final JsonNode json = view(rig, "pending");

        assertEquals("{\"owner\":\"physical\",\"type\":\"LPI\",\"INTID\":\"0x40000005\",\"TYPE\":2,\"ID\":5," +
            "\"state\":\"P..\",\"HM\":0,\"PRIORITY\":9,\"target\":\"PE 1\"}", json.at("/pending/0").toString());
        assertEquals(
            List.of(
                "physical LPI 5 P.. PE 1",
                "physical SPI 63 PE. PE 0",
                "physical PPI 23 P.. PE 1",
                "VM 1 LPI 16383 P.. VPE 2",
                "VM 3 SPI 4 P.. VPE 0"),
            pending("pending"));
        assertEquals(List.of("VM 3 SPI 4 P.. VPE 0"), pending("pending --vm 3"));
    }

    @Tag("B-INT-13")
    @Test
    void shouldShowInterruptsWithoutATarget()
    {
        rig.pend(0, Rig.EL1, Rig.lpi(5), true);
        rig.target(0, Rig.EL1, Rig.lpi(5), 2, false);
        rig.virtualPend(3, Rig.lpi(6), true);
        rig.vd(GicInstruction.VDAFF, 3, Rig.lpi(6), 4L << 48);
        rig.virtualPend(3, Rig.lpi(7), true);
        rig.vd(GicInstruction.VDAFF, 3, Rig.lpi(7), 1L << 28);

        assertEquals(
            List.of("physical LPI 5 P.. none", "VM 3 LPI 6 P.. none", "VM 3 LPI 7 P.. 1ofN"), pending("pending"));
    }

    @Tag("B-INT-13")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"one_n=1 virt_one_n=0, 1ofN, VPE 2", "one_n=0 virt_one_n=1, PE 1, 1ofN"})
    void shouldShowAnInterruptAs1ofNWhereItsSideHasTheFeature(
        final String keys, final String physical, final String virtual)
    {
        try (Rig other = new Rig("pes=2 spis=64 " + keys))
        {
            bringUp(other);
            for (final int intid : List.of(Rig.lpi(5), Rig.spi(9)))
            {
                other.pend(0, Rig.EL1, intid, true);
                other.target(0, Rig.EL1, intid, 1, true);
                other.virtualPend(3, intid, true);
                other.vd(GicInstruction.VDAFF, 3, intid, 2L << 48 | 1L << 28);
            }

            assertEquals(
                List.of(
                    "physical LPI 5 P.. " + physical,
                    "physical SPI 9 P.. " + physical,
                    "VM 3 LPI 5 P.. " + virtual,
                    "VM 3 SPI 9 P.. " + virtual),
                pending(other, "pending"));
        }
    }

    @Tag("B-INT-17")
    @Test
    void shouldNotShowASpiThatIsHandedToAVm()
    {
        rig.pend(0, Rig.EL1, Rig.spi(9), true);
        assertEquals(List.of("physical SPI 9 P.. PE 0"), pending("pending"));

        rig.irs(0x108, 9);
        rig.irsLong(0x100, 1L << 63 | 3);

        assertEquals(List.of(), pending("pending"));
    }

    @Test
    void shouldShowVirtualPpisOfTheVpeThatIsResident()
    {
        rig.sysw(1, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2, 1 << 20);
        assertEquals(List.of("none PPI 20 P.. PE 1"), pending("pending"));

        assertTrue(rig.enter(1, 3, 2));

        assertEquals(List.of("VM 3 PPI 20 P.. VPE 2"), pending("pending"));
        assertEquals(List.of("VM 3 PPI 20 P.. VPE 2"), pending("pending --vm 3"));
        assertEquals(List.of(), pending("pending --vm 1"));
    }

    @Test
    void shouldTruncateAListThatIsTooLong()
    {
        for (int id = 0; id < ViewJson.ENTRY_LIMIT; id++)
        {
            rig.store(Rig.RAM + 0x10_0000 + 4L * id, 4, 1);
        }
        assertEquals(ViewJson.ENTRY_LIMIT, pending("pending").size());
        assertTrue(view(rig, "pending").path("truncated").isMissingNode());

        rig.ppi(0, 23, true);

        assertEquals(ViewJson.ENTRY_LIMIT, pending("pending").size());
        assertTrue(view(rig, "pending").get("truncated").booleanValue());
    }

    @Test
    void shouldNameTheVmsThatAreValidWhenThereIsNoSuchVm()
    {
        assertEquals("VM 2 is not valid (valid VMs: 1, 3)", refusal(rig, "pending --vm 2"));
        assertEquals("VM 4294967295 is not valid (valid VMs: 1, 3)", refusal(rig, "vist --vm 0xffffffff"));
    }

    private static void bringUp(final Rig rig)
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 14));
        rig.vmTable();
        rig.simpleVm(1, 14);
        rig.simpleVm(3, 14);
    }

    private List<String> pending(final String words)
    {
        return pending(rig, words);
    }

    private static List<String> pending(final Rig rig, final String words)
    {
        final List<String> rows = new ArrayList<>();
        for (final JsonNode row : view(rig, words).get("pending"))
        {
            rows.add(row.get("owner").textValue() + " " + row.get("type").textValue() + " " + row.get("ID").intValue() +
                " " + row.get("state").textValue() + " " + row.get("target").textValue());
        }

        return rows;
    }
}
