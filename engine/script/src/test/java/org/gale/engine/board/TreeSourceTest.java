package org.gale.engine.board;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the source of device trees. */
class TreeSourceTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<1 0x2 03 4UL 0xffffffff> | 1 2 3 4 4294967295", "<1>, <2> | 1 2", "[00 00 00 01 0000 0002] | 1 2",
        "/bits/ 64 <0x100000002> | 1 2", "/bits/ 16 <1 2> | 65538", "/bits/ 8 <1 2 3 4> | 16909060",
        "'a' |", "<'a' '\\n' '\\x41' '\\101' '\\''> | 97 10 65 65 39", "\"ab\\0\" | 1633812480",
        "x: <y: 1 z:> w:, v: [u: 00 00 00 02] | 1 2", "<> | ''", "<0xffffffffffffffff> | 4294967295",
    })
    void shouldReadValues(final String source, final String cells)
    {
        final String tree = "/dts-v1/; / { a = " + source + "; };";
        if (cells == null)
        {
            assertThrows(IllegalArgumentException.class, () -> TreeSource.read(tree));

            return;
        }

        assertEquals(cells, String.join(" ",
            TreeSource.read(tree).cells("a").stream().map(Object::toString).toList()));
    }

    @Test
    void shouldResolveReferences()
    {
        final TreeNode root = TreeSource.read("""
            /dts-v1/;
            / { a = <&late &{/n/m} 7>; n { first: m { b = <&{/}>; }; }; alias = &late; };
            / { late: last { phandle = <1>; }; };
            """);

        assertEquals(List.of(1L, 2L, 7L), root.cells("a"));
        assertEquals(2L, root.children().get("n").children().get("m").cell("phandle"));
        assertEquals(List.of(3L), root.children().get("n").children().get("m").cells("b"));
    }

    @Test
    void shouldJoinPartsOfANode()
    {
        final TreeNode root = TreeSource.read("""
            /dts-v1/;
            / { a = <1>; gone; kept { x; y; }; l: other { }; off { }; };
            &{/kept} { /delete-property/ x; z; };
            &l { new { }; };
            / { a = <2>; /delete-property/ gone; /delete-node/ off; };
            /delete-node/ &l;
            """);

        assertEquals(List.of(2L), root.cells("a"));
        assertEquals("[a]", root.properties().keySet().toString());
        assertEquals("[kept]", root.children().keySet().toString());
        assertEquals("[y, z]", root.children().get("kept").properties().keySet().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/ { a = <1; }; | line 1: a name is missing before ';'",
        "/ { a = <0x1ffffffff>; }; | line 1: 0x1ffffffff has more than 32 bits",
        "/ { a = /bits/ 16 <0x10000>; }; | line 1: 0x10000 has more than 16 bits",
        "/ { a = /bits/ 16 <&b>; b: b { }; }; | line 1: a reference in a list of 16 bits",
        "/ { a = /bits/ 12 <1>; }; | line 1: /bits/ is 8, 16, 32 or 64 before a list in angles",
        "/ { a = /bits/ 16 [00]; }; | line 1: /bits/ is 8, 16, 32 or 64 before a list in angles",
        "/ { a = <0x11112222333344445>; }; | line 1: '0x11112222333344445' is no number of 64 bits",
        "/ { a = <(1 + 2)>; }; | line 1: an expression in parentheses (let dtc print the tree: dtc -I dts -O dts FILE)",
        "/ { a = [0g]; }; | line 1: two hexadecimal digits are missing before '0g];'",
        "/ { a = x; }; | line 1: no value of property a",
        "/ { a = \"x; }; | line 1: a text has no end",
        "/ { a = <&b>; }; | line 1: no node &b",
        "&b { }; | line 1: no node &b",
        "/include/ \"x\" | line 1: /include/ names another file (let dtc print the tree: dtc -I dts -O dts FILE)",
        "/ { /include/ \"x\" }; | line 1: /include/ names another file (let dtc print the tree",
        "/ { a = /incbin/(\"x\"); }; | line 1: /incbin/ is not read (let dtc print the tree",
        "/plugin/; | line 1: /plugin/ is not read (let dtc print the tree",
        "/ { #include <x> }; | line 1: #include is for a preprocessor (let dtc print the tree: cpp -P FILE",
        "/ { a { }; | line 1: the tree ends before a node does",
        "/ { a { } }; | line 1: ';' is missing before '}",
        "/* no end | line 1: a comment has no end",
        "| line 1: no root node",
        "/ { a: }; | line 1: a name is missing before '}",
        "/ { b { phandle = <5 6>; }; }; | /b: phandle has 2 cells, not one",
    })
    void shouldNameTheFault(final String source, final String message)
    {
        final IllegalArgumentException ex = assertThrows(IllegalArgumentException.class,
            () -> TreeSource.handles(TreeSource.read("/dts-v1/; " + (source == null ? "" : source))));

        assertTrue(ex.getMessage().startsWith(message), ex.getMessage());
    }

    @Test
    void shouldCountLines()
    {
        final IllegalArgumentException ex = assertThrows(IllegalArgumentException.class, () -> TreeSource.read(
            "/dts-v1/;\n# 7 \"other.dts\"\n/* a\n\n b */ / {\n\ta = \"x\ny\"; // c\n\tb = y;\n};\n"));

        assertEquals("line 8: no value of property b", ex.getMessage());
    }

    @Test
    void shouldLimitNodesInsideEachOther()
    {
        final String most = "/dts-v1/; / { " + "a { ".repeat(63) + "}; ".repeat(63) + "};";

        assertEquals(64, TreeSource.read(most).all().size());
        assertEquals("line 1: more than 64 nodes inside each other", assertThrows(IllegalArgumentException.class,
            () -> TreeSource.read("/dts-v1/; / { " + "a { ".repeat(1_000_000))).getMessage());
    }

    @Test
    void shouldLimitNodesAndProperties()
    {
        assertEquals("line 1: more than 65536 nodes and properties", assertThrows(IllegalArgumentException.class,
            () -> TreeSource.read("/dts-v1/; / { " + "a;".repeat(65_537) + "};")).getMessage());
    }
}
