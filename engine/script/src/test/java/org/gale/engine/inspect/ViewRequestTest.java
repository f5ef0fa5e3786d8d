package org.gale.engine.inspect;

import java.util.List;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the words of a view: accepted words, and the messages for all others. */
class ViewRequestTest
{
    @Test
    void shouldAcceptOptionsInAnyOrderAndBothForms()
    {
        final ViewRequest request = parse("vist --all --type=spi --vm 0x10 --json");

        assertEquals(View.VIST, request.view());
        assertEquals(16, request.number(View.Option.VM));
        assertEquals(Intid.TYPE_SPI, request.type());
        assertTrue(request.has(View.Option.ALL));
        assertFalse(request.has(View.Option.VIRTUAL));
        assertEquals(Intid.TYPE_SPI, parse("ist --type SPI").type());
        assertEquals(Intid.TYPE_LPI, parse("ist --type=Lpi").type());
        assertEquals(Intid.TYPE_LPI, parse("vist --vm 4294967295").type());
        assertEquals(0xffff_ffffL, parse("vist --vm 0xFFFFFFFF").number(View.Option.VM));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', value = {
        "vsit; no view 'vsit' (vmt, vmte, vpet, vped, ist, vist, dt, itt, ppi, pending, regs, topology, msix, " +
            "eventfd, vpe, vpt, latch)",
        "VIST --vm 1; no view 'VIST' (vmt, vmte, vpet, vped, ist, vist, dt, itt, ppi, pending, regs, topology, " +
            "msix, eventfd, vpe, vpt, latch)",
        "vist; 'vist' needs --vm N (vist --vm N [--type lpi|spi] [--id N] [--all])",
        "vped --vm 1; 'vped' needs --vpe N (vped --vm N --vpe N)",
        "itt --all; 'itt' needs --device N (itt --device N [--its N] [--all])",
        "ppi --virtual; 'ppi' needs --pe N (ppi --pe N [--virtual])",
        "vist --pe 1; 'vist' has no option '--pe' (vist --vm N [--type lpi|spi] [--id N] [--all])",
        "vist 3; 'vist' has no option '3' (vist --vm N [--type lpi|spi] [--id N] [--all])",
        "vmt --vm 3; 'vmt' has no option '--vm' (vmt [--all])",
        "vist --vm; --vm has no value (--vm N)",
        "vist --vm=; --vm: '' is not a number below 2^32 (try 0 or 0x10)",
        "vist --vm banana; --vm: 'banana' is not a number below 2^32 (try 0 or 0x10)",
        "vist --vm -1; --vm: '-1' is not a number below 2^32 (try 0 or 0x10)",
        "vist --vm 4294967296; --vm: '4294967296' is not a number below 2^32 (try 0 or 0x10)",
        "vist --vm 0x100000000; --vm: '0x100000000' is not a number below 2^32 (try 0 or 0x10)",
        "vist --vm 99999999999999999999; --vm: '99999999999999999999' is not a number below 2^32 (try 0 or 0x10)",
        "vist --vm 1 --vm 1; --vm is given twice",
        "vist --vm 1 --type ppi; --type: 'ppi' is not lpi or spi",
        "vist --vm 1 --all=1; --all takes no value: '1'",
        "vist --vm 1 --all --all; --all is given twice",
    })
    void shouldNameTheWordThatIsWrong(final String words, final String sentence)
    {
        assertEquals(sentence, assertThrows(IllegalArgumentException.class, () -> parse(words)).getMessage());
    }

    @Test
    void shouldAskWhichViewWhenThereIsNone()
    {
        assertEquals(
            "which view? (vmt, vmte, vpet, vped, ist, vist, dt, itt, ppi, pending, regs, topology, msix, eventfd, " +
                "vpe, vpt, latch)",
            assertThrows(IllegalArgumentException.class, () -> ViewRequest.parse(List.of())).getMessage());
    }

    @Test
    void shouldNotRepeatAWordThatIsTooLong()
    {
        final String message =
            assertThrows(IllegalArgumentException.class, () -> parse("x".repeat(10_000))).getMessage();

        assertTrue(message.length() < 200, message);
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void shouldAcceptItsOwnUsage(final View view)
    {
        final String words = view.usage().replace("lpi|spi", "lpi").replace("N", "1").replaceAll("[\\[\\]]", "");

        final ViewRequest request = parse(words + " --json");

        assertEquals(view, request.view());
        for (final View.Option option : View.Option.values())
        {
            assertEquals(view.takes(option), request.has(option), option::word);
        }
    }

    private static ViewRequest parse(final String words)
    {
        return ViewRequest.parse(List.of(words.split(" ", -1)));
    }
}
