package dev.costgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageInfoTests {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "openai\ngpt-4o\n", "ключ", "価格", "a/b+c?d", "\u0000"})
  void shouldFindTheKeyOfACursor(String key) {
    String cursor = PageInfo.cursor(key);

    assertThat(cursor).matches("[A-Za-z0-9_-]*");
    assertThat(PageInfo.key(cursor)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!", " ", "a", "YQ==", "YR", "Y Q", "+/+/", "_w", // one byte 0xff is not UTF-8
      })
  void shouldRefuseWhatIsNotACursor(String cursor) {
    assertThatThrownBy(() -> PageInfo.key(cursor))
        .isInstanceOfSatisfying(
            BadRequest.class, e -> assertThat(e.code()).isEqualTo(BadRequest.Code.BAD_CURSOR))
        .hasMessageContaining("after '" + cursor + "' is no cursor");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 500})
  void shouldTakePagesOf1To500(int first) {
    assertThat(PageInfo.checkFirst(first)).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 501, Integer.MAX_VALUE})
  void shouldRefuseOtherPages(int first) {
    assertThatThrownBy(() -> PageInfo.checkFirst(first))
        .isInstanceOfSatisfying(
            BadRequest.class, e -> assertThat(e.code()).isEqualTo(BadRequest.Code.OUT_OF_RANGE))
        .hasMessage("first is " + first + ", not 1 to 500");
  }
}
