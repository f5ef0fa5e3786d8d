package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the tables of views: values, then groups of words where they stand, then lists. */
class ViewTableTest
{
    @Test
    void shouldPrintALineForEachValue() throws IOException
    {
        assertEquals("""
            vm of run1 · command 7
            VM_ID          3
            type           LPI
            valid          true
            parent         -
            word           word=0x12 ADDR=0x40 VALID=1
            empty         \s
            a_name_that_is_long 1
            """, table("""
            {"view": "vm", "VM_ID": 3, "type": "LPI", "valid": true, "parent": null,
             "word": {"word": "0x12", "ADDR": "0x40", "VALID": 1}, "empty": {}, "a_name_that_is_long": 1}"""));
    }

    @Test
    void shouldPrintAGroupOfWordsUnderItsName() throws IOException
    {
        assertEquals("""
            regs of run1 · command 7

            IRS
              IRS_CR0                      word=0x3 IDLE=1 IRSEN=1
              IRS_IIDR                     word=0x1 REVISION=-1
            after          2
            """, table("""
            {"view": "regs", "IRS": {"IRS_CR0": {"word": "0x3", "IDLE": 1, "IRSEN": 1},
             "IRS_IIDR": {"word": "0x1", "REVISION": -1}}, "after": 2}"""));
    }

    @Test
    void shouldPrintListsBehindAllValuesWithNumbersToTheRight() throws IOException
    {
        assertEquals("""
            vist of run1 · command 7
            entries        2

            pes: none

            L2_ISTE: 3
              ID    entry  TARGET
               1   0x1002       -
              10  0x10020
                                5
            """, table("""
            {"view": "vist", "pes": [], "L2_ISTE": [
             {"ID": 1, "entry": {"word": "0x1002", "PENDING": 1}, "TARGET": null},
             {"ID": 10, "entry": {"word": "0x10020", "PENDING": 0}}, {"TARGET": 5}], "entries": 2}"""));
    }

    @Test
    void shouldPrintAListOfNumbersUnderItsOwnName() throws IOException
    {
        assertEquals("""
            pe of run1 · command 7

            active: 2
              active
                   1
                  22

            listed: 1
              ids    range
                7  a=1 b=2
            """, table("""
            {"view": "pe", "active": [1, 22], "listed": [{"ids": "7", "range": {"a": 1, "b": 2}}]}"""));
    }

    private static String table(final String view) throws IOException
    {
        final StringWriter out = new StringWriter();
        new ViewTable(new PrintWriter(out)).print(new ObjectMapper().readTree(view), "run1 \u00b7 command 7");

        return out.toString().replace(System.lineSeparator(), "\n");
    }
}
