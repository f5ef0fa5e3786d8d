package org.gale.engine.script;

import java.util.ArrayList;
import java.util.List;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;

/** Names of instructions and system registers with their codes. Immutable. */
final class ScriptNames
{
    static final List<String> INSTRUCTIONS = new ArrayList<>();
    static final List<String> ELS = List.of("el1", "el2", "el3", "vel1");
    static final List<String> DOMAINS = List.of("ns", "s", "el3", "realm");

    private static final int[] EL_CODES = {ScriptTarget.EL1, ScriptTarget.EL2, ScriptTarget.EL3, ScriptTarget.VEL1};
    private static final GicInstruction[] BY_INDEX = GicInstruction.values();
    private static final SystemRegister[] REGISTERS = SystemRegister.values();
    private static final NameTable INSTRUCTION_TABLE;
    private static final NameTable REGISTER_TABLE;
    private static final NameTable EL_TABLE = new NameTable(ELS);
    private static final NameTable DOMAIN_TABLE = new NameTable(DOMAINS);

    static
    {
        for (final GicInstruction instruction : BY_INDEX)
        {
            INSTRUCTIONS.add(instruction.name());
        }
        INSTRUCTION_TABLE = new NameTable(INSTRUCTIONS);

        final List<String> registers = new ArrayList<>();
        for (final SystemRegister register : REGISTERS)
        {
            registers.add(register.name());
        }
        REGISTER_TABLE = new NameTable(registers);
    }

    private ScriptNames()
    {
    }

    /** Returns the instruction that a word names, or null. */
    static GicInstruction instruction(final LineParser line, final int word)
    {
        final int index = line.find(word, INSTRUCTION_TABLE);

        return index == NameTable.ABSENT ? null : BY_INDEX[index];
    }

    /** Returns the system register that a word names, or null. */
    static SystemRegister register(final LineParser line, final int word)
    {
        final int index = line.find(word, REGISTER_TABLE);

        return index == NameTable.ABSENT ? null : REGISTERS[index];
    }

    /** Returns the EL code that a word names, or 0. */
    static int el(final LineParser line, final int word)
    {
        final int index = line.find(word, EL_TABLE);

        return index == NameTable.ABSENT ? 0 : EL_CODES[index];
    }

    /** Returns the physical domain that a word names, or null. */
    static String domain(final LineParser line, final int word)
    {
        final int index = line.find(word, DOMAIN_TABLE);

        return index == NameTable.ABSENT ? null : DOMAINS.get(index);
    }
}
