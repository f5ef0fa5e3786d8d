package org.gale.tables.operand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.gale.tables.operand.GicInstruction.Family;
import org.gale.tables.operand.GicInstruction.OperandUse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GicInstructionTest
{
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "CDDIS, 0xD508C100", "VDDIS, 0xD50CC100", "LDDIS, 0xD50EC100", "CDEN, 0xD508C120", "VDEN, 0xD50CC120",
        "LDEN, 0xD50EC120", "CDPRI, 0xD508C140", "VDPRI, 0xD50CC140", "LDPRI, 0xD50EC140", "CDAFF, 0xD508C160",
        "VDAFF, 0xD50CC160", "LDAFF, 0xD50EC160", "CDPEND, 0xD508C180", "VDPEND, 0xD50CC180", "LDPEND, 0xD50EC180",
        "CDRCFG, 0xD508C1A0", "VDRCFG, 0xD50CC1A0", "LDRCFG, 0xD50EC1A0", "CDEOI, 0xD508C1E0", "CDDI, 0xD508C200",
        "VDDI, 0xD50CC200", "LDDI, 0xD50EC200", "CDHM, 0xD508C220", "VDHM, 0xD50CC220", "LDHM, 0xD50EC220",
        "CDIA, 0xD528C300", "CDNMIA, 0xD528C320", "GSBSYS, 0xD508C01F", "GSBACK, 0xD508C03F" })
    void shouldHaveTheCodeOfItsInstructionWord(final GicInstruction instruction, final long word)
    {
        final int op0 = (int)(word >>> 19) & 3;
        final int op1CrnCrm = (int)(word >>> 8) & 0x7ff;
        final int op2 = (int)(word >>> 5) & 7;

        assertEquals((op0 << 14) | (op1CrnCrm << 3) | op2, instruction.code());
    }

    @Test
    void shouldFindEveryCodeAndNoOther()
    {
        final Set<GicInstruction> found = EnumSet.noneOf(GicInstruction.class);
        for (int code = 0; code < 1 << 16; code++)
        {
            final GicInstruction instruction = GicInstruction.byCode(code);
            if (instruction != null)
            {
                assertEquals(code, instruction.code());
                found.add(instruction);
            }
        }

        assertEquals(EnumSet.allOf(GicInstruction.class), found);
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, Integer.MIN_VALUE, 1 << 16 })
    void shouldFindNothingWhenACodeHasMoreThan16Bits(final int highBits)
    {
        assertNull(GicInstruction.byCode(highBits | GicInstruction.CDIA.code()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBelongToTheFamilyThatItsNameBeginsWith(final GicInstruction instruction)
    {
        final Family expected =
            instruction.name().startsWith("GSB") ? Family.GSB : Family.valueOf(instruction.name().substring(0, 2));

        assertSame(expected, instruction.family());
    }

    @ParameterizedTest
    @CsvSource({
        "CDEOI, IGNORED, false", "CDIA, NONE, true", "CDNMIA, NONE, true", "GSBSYS, NONE, false",
        "GSBACK, NONE, false", "CDEN, NEEDED, false" })
    void shouldAnswerInARegisterWhenItAcknowledges(
        final GicInstruction instruction, final OperandUse operandUse, final boolean hasResult)
    {
        assertSame(operandUse, instruction.operandUse());
        assertEquals(hasResult, instruction.hasResult());
    }

    @Tag("B-VIN-7")
    @Tag("B-GEN-4")
    @ParameterizedTest
    @EnumSource
    void shouldBeDefinedFromTheLowestLevelOfItsFamilyUp(final GicInstruction instruction)
    {
        final int expected = switch (instruction.family())
        {
            case CD, GSB -> 1;
            case VD -> 2;
            case LD -> 3;
        };

        assertEquals(expected, instruction.lowestEl());
    }

    @Tag("B-VIN-7")
    @Test
    void shouldHaveEightVirtualOperationsWithoutAcknowledgeAndPriorityDrop()
    {
        final Set<String> virtual = Arrays.stream(GicInstruction.values())
            .filter(instruction -> instruction.family() == Family.VD)
            .map(GicInstruction::name)
            .collect(Collectors.toSet());

        assertEquals(Set.of("VDDIS", "VDEN", "VDPRI", "VDAFF", "VDPEND", "VDRCFG", "VDDI", "VDHM"), virtual);
    }
}
