package org.gale.engine.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gale.engine.gicv5.Rig;
import org.gale.engine.machine.FrameRegister;
import org.gale.engine.machine.RegisterFrame;
import org.gale.tables.field.LongField;
import org.gale.tables.ist.L1Iste;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.its.L1Dte;
import org.gale.tables.its.L1Itte;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.SystemRegister;
import org.gale.tables.vm.L1Vmte;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.Vpete;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.gale.engine.inspect.Views.DEVICE_OF_L2;
import static org.gale.engine.inspect.Views.EVENT_OF_L2;
import static org.gale.engine.inspect.Views.VM_OF_L2;
import static org.gale.engine.inspect.Views.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that every declared field is in its view, and every readable register among the registers. */
class ViewFieldsTest
{
    private final Rig rig = new Rig("pes=2");

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldShowEveryFieldOfTablesOfTwoLevels()
    {
        Views.twoLevelTables(rig);
        rig.pend(0, Rig.EL1, Rig.lpi(1025), true);
        rig.virtualPend(VM_OF_L2, Rig.lpi(77), true);

        final JsonNode ist = view(rig, "ist");
        assertShows(ist.at("/L1_ISTE/1"), L1Iste.FIELDS);
        assertEquals(1024, ist.at("/L1_ISTE/1/first_ID").intValue());
        assertShows(ist.at("/L2_ISTE/0"), L2Iste.FIELDS);
        assertEquals(1025, ist.at("/L2_ISTE/0/ID").intValue());
        assertEquals("two-level", ist.get("structure").textValue());
        assertShows(view(rig, "vist --vm " + VM_OF_L2).at("/L2_ISTE/0"), L2Iste.FIELDS);

        final JsonNode vmt = view(rig, "vmt");
        assertEquals(1, vmt.get("L1_VMTE").size());
        assertEquals(1, vmt.at("/L1_VMTE/0/index").intValue());
        assertEquals(128, vmt.at("/L1_VMTE/0/first_VM_ID").intValue());
        assertShows(vmt.at("/L1_VMTE/0"), L1Vmte.FIELDS);
        assertEquals(2, view(rig, "vmt --all").get("L1_VMTE").size());

        final JsonNode vmte = view(rig, "vmte --vm " + VM_OF_L2);
        assertShows(vmte.get("L1_VMTE"), L1Vmte.FIELDS);
        assertShows(vmte.at("/L2_VMTE/VM"), L2Vmte.VM_FIELDS);
        assertShows(vmte.at("/L2_VMTE/VPET"), L2Vmte.VPET_FIELDS);
        assertShows(vmte.at("/L2_VMTE/LPI_IST"), L2Vmte.IST_FIELDS);
        assertShows(vmte.at("/L2_VMTE/SPI_IST"), L2Vmte.IST_FIELDS);
        assertShows(view(rig, "vpet --vm " + VM_OF_L2).at("/VPETE/0"), Vpete.FIELDS);
        assertShows(view(rig, "vped --vm " + VM_OF_L2 + " --vpe 1").get("VPETE"), Vpete.FIELDS);
        assertShows(view(rig, "pending").at("/pending/0"), Intid.FIELDS);
    }

    @Tag("B-ITS-4")
    @Test
    void shouldShowEveryFieldOfTheTablesOfTheIts()
    {
        Views.twoLevelTables(rig);

        final JsonNode dt = view(rig, "dt");
        assertShows(dt.at("/L1_DTE/0"), L1Dte.FIELDS);
        assertEquals(512, dt.at("/L1_DTE/0/first_DeviceID").intValue());
        assertEquals(1, dt.get("L2_DTE").size());
        assertShows(dt.at("/L2_DTE/0"), L2Dte.FIELDS);
        assertEquals(DEVICE_OF_L2, dt.at("/L2_DTE/0/DeviceID").intValue());
        assertEquals(512, view(rig, "dt --all").get("L2_DTE").size());

        final JsonNode itt = view(rig, "itt --device " + DEVICE_OF_L2);
        assertShows(itt.get("L2_DTE"), L2Dte.FIELDS);
        assertShows(itt.at("/L1_ITTE/0"), L1Itte.FIELDS);
        assertShows(itt.at("/L2_ITTE/0"), L2Itte.FIELDS);
        assertEquals(EVENT_OF_L2, itt.at("/L2_ITTE/0/EventID").intValue());
        assertEquals(VM_OF_L2, itt.at("/L2_ITTE/0/VM_ID").intValue());
        assertEquals("L1_DTE not valid", view(rig, "itt --device 3").get("walk").textValue());
    }

    @Test
    void shouldShowEveryFieldOfEveryRegister()
    {
        final JsonNode json = view(rig, "regs");

        for (final RegisterFrame frame : rig.machine().frames().all())
        {
            frame.registers().registers().stream().filter(FrameRegister::isReadable)
                .forEach(register -> assertShows(json.path(frame.name()), register));
        }
        for (final Map.Entry<SystemRegister, List<LongField>> entry : RegisterView.systemRegisters().entrySet())
        {
            assertShows(json.at("/PEs/1").get(entry.getKey().name()), entry.getValue());
        }
    }

    @Test
    void shouldShowEveryRegisterThatCanBeRead()
    {
        final JsonNode json = view(rig, "regs");

        assertEquals(List.of("view", "IRS", "ITS", "IWB", "PEs"), names(json));
        assertEquals(40, json.get("IRS").size());
        assertEquals(20, json.get("ITS").size());
        assertEquals(14, json.get("IWB").size());
        assertTrue(json.get("IWB").has("IWB_WDOMAINR3"));
        for (final SystemRegister register : SystemRegister.values())
        {
            final boolean readable =
                rig.machine().isRegisterDefined(Math.min(2, register.lowestEl()), register.code(), false);
            assertEquals(readable, json.at("/PEs/0").has(register.name()), register.name());
        }
    }

    @Test
    void shouldNotShowRegistersThatAreNotPresent()
    {
        try (Rig physical = new Rig("preset=el1"))
        {
            final JsonNode json = view(physical, "regs");

            assertEquals(List.of("view", "IRS", "PEs"), names(json));
            assertEquals(26, json.get("IRS").size());
            assertFalse(json.get("IRS").has("IRS_SPI_VMR"));
            assertFalse(json.get("IRS").has("IRS_VMT_BASER"));
        }
    }

    private static List<String> names(final JsonNode json)
    {
        final List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);

        return names;
    }

    private static void assertShows(final JsonNode frame, final FrameRegister register)
    {
        for (int n = 0; n < register.count(); n++)
        {
            final JsonNode shown = frame.path(register.count() == 1 ? register.name() : register.name() + n);
            if (!register.fields().isEmpty())
            {
                assertShows(shown, register.fields());
            }
            else if (register.isWide())
            {
                assertShows(shown, register.wideFields());
            }
        }
    }

    private static void assertShows(final JsonNode frame, final List<?> fieldsOrRegisters)
    {
        assertFalse(fieldsOrRegisters.isEmpty());
        for (final Object item : fieldsOrRegisters)
        {
            fieldName(item).ifPresent(name -> assertTrue(frame.has(name), () -> name + " of " + frame));
        }
    }

    /** Returns the name of a field that is not reserved. */
    private static Optional<String> fieldName(final Object field)
    {
        if (field instanceof LongField wide)
        {
            return wide.isReserved() ? Optional.empty() : Optional.of(wide.name());
        }
        final org.gale.tables.field.Field word = (org.gale.tables.field.Field)field;

        return word.isReserved() ? Optional.empty() : Optional.of(word.name());
    }
}
