package org.gale.engine.command;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class OpcodesTest
{
    @Test
    void shouldNameEachOpcode()
    {
        final List<String> names = new ArrayList<>();
        for (int opcode = 0; opcode < Opcodes.COUNT; opcode++)
        {
            names.add(Opcodes.name(opcode));
        }

        assertEquals(List.of("none", "TIME", "MSI", "TURN", "WIRE", "LOAD", "STORE", "INSN", "SYSR", "SYSW", "RAM",
            "HOST", "MSI_LONG", "TRIGGER", "none", "none"), names);
    }
}
