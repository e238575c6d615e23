import './styles/tokens.css';
import './styles/base.css';
import './styles/components.css';
import './styles/overview.css';
import './shell/app';
