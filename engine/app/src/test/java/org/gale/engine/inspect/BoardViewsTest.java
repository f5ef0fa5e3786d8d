package org.gale.engine.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.gicv5.Rig;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.gale.engine.inspect.Views.refusal;
import static org.gale.engine.inspect.Views.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of views of a board: registers by frame, and tables of each ITS. */
class BoardViewsTest
{
    private static final long IRS_1 = 0x0700_0000L;
    private static final long ITS_1 = 0x0910_0000L;
    private static final long ITS_1_TABLE = Rig.RAM + 0x70_0000;
    private static final int DEVICE = 5;

    private final Rig rig = new Rig("pes=3 irss=3 itss=2 iwbs=2 iaffids=9,300,0 irs.pes=none irs.1.pes=2,0 " +
        "irs.2.pes=1 irs.spis=64:8 irs.1.spis=0:32 irs.2.spis=40:0 irs.1.config=0x7000000 ops.delay=2 link=down");

    @AfterEach
    void close()
    {
        rig.close();
    }

    /** Checks that frames come by kind and number, wherever they lie: IRS 1 is below IRS 0. */
    @Tag("T-IRS-2")
    @Tag("T-IRS-3")
    @Tag("T-IRS-6")
    @Tag("T-ITS-4")
    @Test
    void shouldShowTheRegistersOfEachFrame()
    {
        rig.store(IRS_1 + 0x80, 4, 1);
        rig.store(IRS_1 + 0x140, 4, 9);
        rig.store(IRS_1 + 0x108, 4, 31);
        rig.store(ITS_1 + 0x80, 4, 1);
        rig.store(0x0920_0000 + 0x80, 4, 1);
        idle();

        final JsonNode json = view(rig, "regs");

        assertEquals(List.of("view", "IRS", "IRS.1", "IRS.2", "ITS", "ITS.1", "IWB", "IWB.1", "PEs"), names(json));
        assertEquals(List.of(0, 0, 64, 8), irs(json, "IRS"));
        assertEquals(List.of(1, 2, 0, 32), irs(json, "IRS.1"));
        assertEquals(List.of(2, 1, 40, 0), irs(json, "IRS.2"));
        assertEquals(List.of(0, 1, 0), List.of(json.at("/IRS/IRS_CR0/IRSEN").intValue(),
            json.at("/IRS.1/IRS_CR0/IRSEN").intValue(), json.at("/IRS.2/IRS_CR0/IRSEN").intValue()));
        assertEquals(List.of(0, 9, 1, 0), List.of(json.at("/IRS/IRS_PE_SELR/IAFFID").intValue(),
            json.at("/IRS.1/IRS_PE_SELR/IAFFID").intValue(), json.at("/IRS.1/IRS_PE_STATUSR/V").intValue(),
            json.at("/IRS.1/IRS_PE_STATUSR/ONLINE").intValue()));
        assertEquals(List.of(31, 1), List.of(json.at("/IRS.1/IRS_SPI_SELR/ID").intValue(),
            json.at("/IRS.1/IRS_SPI_STATUSR/V").intValue()));
        assertEquals(List.of(0, 0, 1, 1), List.of(json.at("/ITS/ITS_IDR0/ITSID").intValue(),
            json.at("/ITS/ITS_CR0/ITSEN").intValue(), json.at("/ITS.1/ITS_IDR0/ITSID").intValue(),
            json.at("/ITS.1/ITS_CR0/ITSEN").intValue()));
        assertEquals(List.of(0, 1), List.of(json.at("/IWB/IWB_CR0/IWBEN").intValue(),
            json.at("/IWB.1/IWB_CR0/IWBEN").intValue()));
        assertEquals(300, json.at("/PEs/1/ICC_IAFFIDR_EL1/IAFFID").intValue());
    }

    /** Checks that what all IRSs share reads alike in each frame. */
    @Tag("M-ISTALL")
    @Tag("M-VMTALL")
    @Test
    void shouldShowWhatIsSharedInEachFrame()
    {
        rig.store(IRS_1 + 0x190, 4, 14);
        rig.store(IRS_1 + 0x180, 8, Rig.RAM + 0x10_0000 | 1);
        rig.store(IRS_1 + 0x210, 4, 8);
        rig.store(IRS_1 + 0x200, 8, Rig.VMT | 1);
        idle();

        final JsonNode json = view(rig, "regs");

        for (final String frame : List.of("IRS", "IRS.1", "IRS.2"))
        {
            assertEquals("0x40100000", json.at('/' + frame + "/IRS_IST_BASER/ADDR").textValue(), frame);
            assertEquals(14, json.at('/' + frame + "/IRS_IST_CFGR/LPI_ID_BITS").intValue(), frame);
            assertEquals(1, json.at('/' + frame + "/IRS_VMT_BASER/VALID").intValue(), frame);
        }
    }

    @Tag("T-ITS-3")
    @Test
    void shouldShowTheTablesOfEachIts()
    {
        rig.deviceTable();
        rig.store(ITS_1 + 0xd0, 4, 4);
        rig.store(ITS_1 + 0xc0, 8, ITS_1_TABLE);
        rig.store(ITS_1_TABLE + 8 * DEVICE, 8, 4L << 59 | ITS_1_TABLE + 0x1000 | 1);
        rig.store(ITS_1_TABLE + 0x1000 + 8 * 3, 8, 1L << 31 | 77);
        idle();

        assertEquals("[0,[]]", shown(view(rig, "dt"), "L2_DTE"));
        assertEquals("[0,[]]", shown(view(rig, "dt --its 0"), "L2_DTE"));
        assertEquals("[1,[5]]", shown(view(rig, "dt --its 1"), "L2_DTE"));
        assertEquals("[1,[3]]", shown(view(rig, "itt --device 5 --its 1"), "L2_ITTE"));
        assertEquals("ITS 2 does not exist (ITSs are 0 to 1)", refusal(rig, "dt --its 2"));
        assertEquals("ITS 4294967295 does not exist (ITSs are 0 to 1)",
            refusal(rig, "itt --device 5 --its 0xffffffff"));
    }

    @Test
    void shouldNameNoItsWhereThereIsOne()
    {
        try (Rig one = new Rig("pes=1"))
        {
            one.deviceTable();

            assertTrue(view(one, "dt --its 0").path("ITS").isMissingNode());
            assertEquals("ITS 1 does not exist (ITSs are 0 to 0)", refusal(one, "dt --its 1"));
        }
    }

    /** A change of a link that waits has not reached it. */
    @Tag("M-LINKOP")
    @Test
    void shouldShowALinkAsItIs()
    {
        rig.sysw(1, Rig.EL1, SystemRegister.ICC_CR0_EL1, 3);
        final JsonNode waits = view(rig, "topology");
        idle();
        final JsonNode up = view(rig, "topology");

        assertEquals("{\"PE\":1,\"IAFFID\":300,\"IRS\":2,\"link\":\"down\"}", waits.at("/PEs/1").toString());
        assertEquals("{\"PE\":1,\"IAFFID\":300,\"IRS\":2,\"link\":\"up\"}", up.at("/PEs/1").toString());
        assertEquals("down", up.at("/PEs/0/link").textValue());
    }

    @Test
    void shouldHaveEachViewInTheHelp()
    {
        final StringWriter help = new StringWriter();

        assertEquals(0, GaleRun.of(help, help, "inspect", "--help"));

        for (final View view : View.values())
        {
            assertTrue(help.toString().replaceAll("\\s+", " ").contains(' ' + view.usage() + ' '), view.usage());
        }
    }

    /** Applies commands until what waits has taken effect. */
    private void idle()
    {
        for (int i = 0; i < 3; i++)
        {
            rig.load(Rig.RAM, 8);
        }
    }

    private static List<String> names(final JsonNode json)
    {
        final List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);

        return names;
    }

    /** Returns number, PEs and SPIs of an IRS. */
    private static List<Integer> irs(final JsonNode json, final String frame)
    {
        return List.of(json.at('/' + frame + "/IRS_IDR0/IRSID").intValue(),
            json.at('/' + frame + "/IRS_IDR1/PE_CNT").intValue(),
            json.at('/' + frame + "/IRS_IDR7/SPI_BASE").intValue(),
            json.at('/' + frame + "/IRS_IDR6/SPI_IRS_RANGE").intValue());
    }

    /** Returns the number of the ITS, and those of the entries that differ from reset. */
    private static String shown(final JsonNode json, final String list)
    {
        final List<Integer> ids = new ArrayList<>();
        json.get(list).forEach(entry -> ids.add(entry.elements().next().intValue()));

        return "[" + json.get("ITS") + ',' + ids.toString().replace(" ", "") + ']';
    }
}
